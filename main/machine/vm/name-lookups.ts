// Leads the machine's name lookups to the servers that this computer asks now. gvproxy reads one, once, when it starts;
// containers keep asking gvproxy's address, so those that run follow as well.
import { stat } from 'node:fs/promises'
import type { Log } from '../../base/log'
import type { GuestAgent } from '../guest-agent'
import { run } from '../../base/child'
import { readNameServer, watchResolvConf, type NameServer } from '../host-name-servers'
import { parseScutilDns, type HostResolvers } from '../host-resolvers'
import { lookupRules, markCommands } from './lookup-rules'
import type { MachineFiles } from './machine-files'
import { hostAddress } from './vm-options'

const deadlineMs = 10_000
/** macOS does not write into a file that only a VPN's domains have changed. */
const usualScutilEveryMs = 10_000
/** As the machine reaches it: this computer's loopback has another address there. Undefined where it cannot. */
export function fromMachine(server: NameServer | undefined): NameServer | undefined {
  if (server === undefined || !server.address.startsWith('127.')) return server
  // gvproxy leads to 127.0.0.1 only. A resolver at 127.0.0.53 stays there and follows the network by itself.
  return server.address === '127.0.0.1' ? { ...server, address: hostAddress } : undefined
}

export interface NameSources {
  readonly resolvConf: string
  /** The program of macOS that tells the resolvers of domains; absent elsewhere. */
  readonly scutil?: string | undefined
}

/** What gvproxy does not do by itself: `main` is undefined where it asks the right server already. */
async function readSources(
  { resolvConf, scutil }: NameSources,
  since: string,
): Promise<HostResolvers & { readonly changed: boolean }> {
  const known = await readNameServer(resolvConf)
  const changed = await isNewer(resolvConf, since)
  const listed = scutil === undefined ? undefined : parseScutilDns((await run(scutil, ['--dns'])).stdout)
  // A VPN for all names may be listed first without being written into the file.
  const main = listed?.main ?? known
  const same = main?.address === known?.address && main?.port === known?.port
  return { main: changed || !same ? main : undefined, domains: listed?.domains ?? [], changed }
}

export interface NameLookups {
  /** Looks again; at once, without waiting for the machine. */
  check(): void
  stop(): void
}

/** From now on; also sets right what changed while no app was there. */
export function followNameServers(
  agent: GuestAgent,
  {
    resolvConf,
    scutil,
    scutilEveryMs = usualScutilEveryMs,
    files,
    log,
  }: NameSources & { scutilEveryMs?: number; files: MachineFiles; log: Log },
): NameLookups {
  let told = ''
  let stopped = false
  let marked = scutil !== undefined
  const tell = async (): Promise<void> => {
    if (stopped) return
    const { main, domains, changed } = await readSources({ resolvConf, scutil }, files.networkPid)
    const server = fromMachine(main)
    const reached = domains.flatMap((one) => {
      const theirs = fromMachine(one.server)
      return theirs === undefined ? [] : [{ ...one, server: theirs }]
    })
    const rules = lookupRules(server, reached)
    // Names of domains are marked before the first rule that asks for the mark.
    const marks = reached.length > 0 || marked ? markCommands(reached) : ''
    // A file that gvproxy has read needs nothing; what another app has told the machine on a Mac is not known.
    if (told === '' && scutil === undefined && main === undefined && !changed) return
    if (`${marks}${rules}` === told) return
    const script = `${marks}nft -f - <<'RULES'\n${rules}RULES\n`
    const { exitCode, text } = await agent.request('exec', script, { deadlineMs })
    if (exitCode !== 0) throw new Error(text)
    told = `${marks}${rules}`
    marked = reached.length > 0
    log.info('name lookups of the machine follow this computer', {
      server: server?.address ?? 'gvproxy',
      domains: reached.map(({ domain }) => domain),
    })
  }
  // One after the other: what is told last is what holds.
  let last = Promise.resolve()
  const check = (): void => {
    last = last
      .then(tell)
      .catch((error: unknown) => log.warn('name lookups do not follow', { why: String(error) }))
  }
  const unwatch = watchResolvConf(resolvConf, check)
  const timer = scutil === undefined ? undefined : setInterval(check, scutilEveryMs)
  timer?.unref()
  check()
  return {
    check,
    stop: () => {
      stopped = true
      clearInterval(timer)
      void unwatch.then((stop) => stop())
    },
  }
}

/** Whether a file was changed after gvproxy read it. */
async function isNewer(file: string, since: string): Promise<boolean> {
  try {
    const [changed, began] = await Promise.all([stat(file), stat(since)])
    return changed.mtimeMs > began.mtimeMs
  } catch {
    return false
  }
}
