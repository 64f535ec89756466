// Leads the machine's name lookups to the server that this computer asks now. gvproxy reads it once, when it starts;
// containers keep asking gvproxy's address, so those that run follow as well.
import { stat } from 'node:fs/promises'
import type { Log } from '../../base/log'
import type { GuestAgent } from '../guest-agent'
import { readNameServer, watchResolvConf, type NameServer } from '../host-name-servers'
import type { MachineFiles } from './machine-files'
import { gatewayAddress, hostAddress } from './vm-options'

const deadlineMs = 10_000
const headerBytes = 8 + 12
const pieceBytes = 16

/** Only gvproxy knows these, so questions for them stay with it. */
const ownNames = ['host', 'gateway'].flatMap((name) =>
  ['docker', 'containers'].map((zone) => [name, zone, 'internal']),
)

/** What the guest's firewall is told; without a server, names are left to gvproxy. */
export function lookupRules(server: NameServer | undefined): string {
  // Made before it is removed, so that removing succeeds also when there was none.
  const forget = 'table ip portside-names\ndelete table ip portside-names\n'
  if (server === undefined) return forget
  const target = `${server.address}:${server.port}`
  const rules = [
    ...ownNames.map((labels) => `ip daddr ${gatewayAddress} udp dport 53 ${questionIs(labels)} accept`),
    `ip daddr ${gatewayAddress} udp dport 53 dnat to ${target}`,
    `ip daddr ${gatewayAddress} tcp dport 53 dnat to ${target}`,
  ].join('\n')
  const chain = (hook: string): string =>
    `chain ${hook} {\ntype nat hook ${hook} priority -110; policy accept;\n${rules}\n}\n`
  return `${forget}table ip portside-names {\n${chain('prerouting')}${chain('output')}}\n`
}

function questionIs(labels: readonly string[]): string {
  const name = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.alloc(1),
  ])
  // The question begins after the headers of UDP and DNS; the kernel compares 16 bytes at most.
  return Array.from({ length: Math.ceil(name.length / pieceBytes) }, (_, n) => {
    const piece = name.subarray(n * pieceBytes, (n + 1) * pieceBytes)
    return `@th,${(headerBytes + n * pieceBytes) * 8},${piece.length * 8} 0x${piece.toString('hex')}`
  }).join(' ')
}

/** As the machine reaches it: this computer's loopback has another address there. Undefined where it cannot. */
export function fromMachine(server: NameServer | undefined): NameServer | undefined {
  if (server === undefined || !server.address.startsWith('127.')) return server
  // gvproxy leads to 127.0.0.1 only. A resolver at 127.0.0.53 stays there and follows the network by itself.
  return server.address === '127.0.0.1' ? { ...server, address: hostAddress } : undefined
}

export interface NameLookups {
  /** Looks again; at once, without waiting for the machine. */
  check(): void
  stop(): void
}

/** From now on; also sets right what changed while no app was there. */
export function followNameServers(
  agent: GuestAgent,
  { resolvConf, files, log }: { resolvConf: string; files: MachineFiles; log: Log },
): NameLookups {
  let told = ''
  let stopped = false
  const tell = async (): Promise<void> => {
    if (stopped || !(await isNewer(resolvConf, files.networkPid))) return
    const server = fromMachine(await readNameServer(resolvConf))
    const rules = lookupRules(server)
    if (rules === told) return
    const { exitCode, text } = await agent.request('exec', `nft -f - <<'RULES'\n${rules}RULES\n`, {
      deadlineMs,
    })
    if (exitCode !== 0) throw new Error(text)
    told = rules
    log.info('name lookups of the machine follow this computer', { server: server?.address ?? 'gvproxy' })
  }
  // One after the other: what is told last is what holds.
  let last = Promise.resolve()
  const check = (): void => {
    last = last
      .then(tell)
      .catch((error: unknown) => log.warn('name lookups do not follow', { why: String(error) }))
  }
  const unwatch = watchResolvConf(resolvConf, check)
  check()
  return {
    check,
    stop: () => {
      stopped = true
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
