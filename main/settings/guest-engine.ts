// Docker Engine as the Linux inside runs it: its daemon.json checked, exchanged, and put back when it does not come up.
import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../preload/errors'
import type { DaemonConfig } from '../../preload/daemon-config'
import { until } from '../base/until'
import type { GuestAccess } from '../machine/driver'

export interface GuestEngine {
  /** The words of `dockerd --validate` when it refuses; undefined when it does not. */
  validate(config: DaemonConfig, signal?: AbortSignal): Promise<string | undefined>
  /**
   * Restarts the engine with other settings of the person; what the machine adds to them stays. Not given up once begun.
   * @throws settings.engine-config-undone when the engine runs as before again
   */
  exchange(config: DaemonConfig): Promise<void>
  /** What the engine trusts for single registries, as PEM by name; everything else of the kind goes. */
  trust(certificates: ReadonlyMap<string, string>): Promise<void>
}

export interface GuestEngineOptions {
  readonly guest: GuestAccess
  /** Whether the engine answers. */
  answers(signal: AbortSignal): Promise<boolean>
  /** How long an engine may take to come up or to end, in ms. */
  readonly deadlineMs?: number
}

const usualDeadlineMs = 120_000
/** Where the machine's own programs look; /etc/docker leads there (assets/guest/root-tree.mjs). */
const folder = '/run/docker-etc'
const file = `${folder}/daemon.json`
/** Written by who starts it (services.sh). A search by name also finds what the engine is about to start. */
const readPid = 'cat /run/portside/dockerd.pid'
const everyMs = 300

export function createGuestEngine(options: GuestEngineOptions): GuestEngine {
  const { guest } = options
  const run = async (command: string, signal?: AbortSignal): Promise<string> => {
    const { exitCode, output } = await guest.exec(command, signal ? { signal } : {})
    if (exitCode === 0) return output.trim()
    throw new Error(`${command.slice(0, 60)} ended with ${exitCode}: ${output.trim()}`)
  }
  return {
    validate: async (config, signal) => {
      const candidate = '/run/portside/daemon-candidate.json'
      const { exitCode, output } = await guest.exec(
        `umask 077; ${write(config, candidate)}; dockerd --validate --config-file ${candidate} 2>&1; code=$?; rm -f ${candidate}; exit $code`,
        signal ? { signal } : {},
      )
      return exitCode === 0 ? undefined : output.trim().replaceAll(candidate, 'daemon.json')
    },
    exchange: async (config) => {
      const old = await run(`pid=$(${readPid}) && kill -0 $pid && echo $pid`)
      await run(
        `umask 077; cp ${file} ${file}.before 2>/dev/null || echo '{}' >${file}.before; ` +
          `${write(guest.engineSettings(config), `${file}.new`)}; mv ${file}.new ${file}; kill -TERM ${old}`,
      )
      try {
        await comesUp(options, old, run)
      } catch (error) {
        const detail = (await run('tail -n 20 /run/log/dockerd.log').catch(() => '')) || String(error)
        await run(`mv ${file}.before ${file}`)
        await restartWith(options, run)
        throw new AppError('settings.engine-config-undone', { detail: lastWords(detail), cause: error })
      }
    },
    trust: async (certificates) => {
      const certs = `${folder}/certs.d`
      const lines = [...certificates].map(([registry, pem]) => {
        const place = `${certs}/${registry}`
        return `mkdir -p '${place}'; ${write(pem, `${place}/ca.crt`)}`
      })
      await run(['set -e', `rm -rf ${certs}`, ...lines].join('; '))
    },
  }
}

/** Base64 has no character that means something to a shell. */
const write = (content: DaemonConfig | string, to: string): string => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return `printf %s ${Buffer.from(text).toString('base64')} | base64 -d >'${to}'`
}

/** Whether the engine inside was started with these settings of the person. @throws Error when it cannot be asked */
export async function runsWith(
  guest: Pick<GuestAccess, 'exec' | 'engineSettings'>,
  config: DaemonConfig,
): Promise<boolean> {
  const { exitCode, output } = await guest.exec(`cat ${file}`)
  if (exitCode !== 0) throw new Error(`${file} cannot be read: ${output.trim()}`)
  return isDeepStrictEqual(JSON.parse(output), guest.engineSettings(config))
}

/** A new process that answers. One that ended before it answered will not do better the next time. */
async function comesUp(
  { answers, deadlineMs = usualDeadlineMs }: GuestEngineOptions,
  old: string,
  run: (command: string) => Promise<string>,
): Promise<void> {
  let first: string | undefined
  const outcome = await until(
    async () => {
      const pid = await run(readPid)
      if (pid === '' || pid === old) return undefined
      if (first !== undefined && first !== pid) return 'ended'
      first = pid
      return (await answers(AbortSignal.timeout(2_000))) ? 'up' : undefined
    },
    { deadlineMs, everyMs, waitingFor: 'Docker Engine with the new settings' },
  )
  if (outcome === 'ended') throw new Error('Docker Engine ended before it answered')
}

async function restartWith(
  { answers, deadlineMs = usualDeadlineMs }: GuestEngineOptions,
  run: (command: string) => Promise<string>,
): Promise<void> {
  // One that hangs would never read the file again.
  await run('kill -KILL $(pidof dockerd) 2>/dev/null || true')
  await until(async () => ((await answers(AbortSignal.timeout(2_000))) ? true : undefined), {
    deadlineMs,
    everyMs,
    waitingFor: 'Docker Engine with the former settings',
  })
}

/** What dockerd said last about why it ended, without the time and level before it. */
export function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const why = lines.findLast((line) => /failed to start|unable to configure|error|fatal/i.test(line))
  return (why ?? lines.at(-1) ?? '').slice(0, 2000)
}
