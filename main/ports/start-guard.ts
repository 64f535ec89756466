// Stands between `docker` and the engine where containers take ports: refuses what this computer cannot give.
import { AppError, isAbort } from '../../preload/errors'
import type { Container, PortBinding } from '../../preload/model'
import type { Log } from '../base/log'
import type { StartAnswer } from '../engine/start-guard'
import { portIn } from '../base/bind-words'
import { unsharedFolder, type UnsharedFolder } from '../base/unshared-folder'
import { noneLeft } from './planner'
import type { RangeStarts } from './range-starts'
import type { Refusal, StartCheck } from './start-check'

export interface StartGuardOptions {
  readonly starts: StartCheck
  /** Absent where the engine has all that it chooses from. */
  readonly ranges?: RangeStarts | undefined
  /** Ports that a service of Swarm has already, by its id or name. */
  readonly servicePorts: (idOrName: string) => readonly PortBinding[]
  readonly findContainer: (idOrName: string) => Promise<Container | undefined>
  readonly remove: (id: string) => Promise<void>
  /** False where the engine binds the ports of this computer itself and says best what is wrong. */
  readonly refuses: boolean
  /** Whether the machine has no folders of this computer but those that are shared. */
  readonly sharesFolders: boolean
  readonly log: Log
}

export function createStartGuard({
  starts,
  ranges,
  servicePorts,
  findContainer,
  remove,
  refuses,
  sharesFolders,
  log,
}: StartGuardOptions) {
  /** Help that fails must not stand in the way of `docker`. */
  const helped = async <T>(help: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await help()
    } catch (error) {
      if (!isAbort(error)) log.warn('a start could not be looked into', { error: String(error) })
      return undefined
    }
  }
  return {
    refuses: async (name: string): Promise<string | undefined> => {
      if (!refuses) return undefined
      return helped(async () => {
        const container = await findContainer(name)
        const refusal = container && (await starts.ask(container))
        if (!refusal) return undefined
        log.info('a start was refused', { container: container.id, port: refusal.binding.hostPort })
        // As the engine does with a container that was to be removed at its end; `docker run --rm` waits for that.
        if (container.autoRemove && container.state === 'created') await remove(container.id)
        return `${inDockersWords(container, refusal)}\n${refusal.line}`
      })
    },
    refusesService: (ports: readonly PortBinding[], id: string | undefined): Promise<string | undefined> =>
      helped(async () => {
        const own = id === undefined ? [] : servicePorts(id)
        for (const port of ports) {
          if (own.some((one) => one.hostPort === port.hostPort && one.protocol === port.protocol)) continue
          const refusal = await starts.askFor(port, undefined, true)
          if (!refusal) continue
          log.info('a service was refused', { port: port.hostPort })
          return `${bindWords(refusal)}\n${refusal.line}`
        }
        return undefined
      }),
    starts: async (name: string, begin: (turn: number) => Promise<StartAnswer>): Promise<boolean> => {
      const done = await helped(async () => {
        if (!ranges) return false
        const held = await ranges.heldIn((await findContainer(name))?.portRanges ?? [])
        if (held.length === 0) return false
        await ranges.whileHeld(held, async (turn) => refuseFailed(await begin(turn)))
        return true
      })
      return done === true
    },
    explains: async (name: string, words: string): Promise<string | undefined> => {
      const unshared = sharesFolders ? unsharedFolder(words) : undefined
      if (unshared) return unsharedLine(unshared)
      const port = portIn(words)
      if (port === undefined && !words.includes(noneLeft)) return undefined
      return helped(async () => starts.explain(await findContainer(name), port))
    },
  }
}

/** @throws port.taken, for which another turn may help, or an error for which none does */
function refuseFailed({ status, words }: StartAnswer): void {
  if (status < 400) return
  const port = portIn(words)
  throw port === undefined
    ? new Error(words)
    : new AppError('port.taken', { params: { port }, detail: words })
}

/** The words of moby 28 (libnetwork), which people and programs know. */
const inDockersWords = ({ name, id }: Container, refusal: Refusal): string =>
  'failed to set up container networking: driver failed programming external connectivity on endpoint ' +
  `${name} (${id}): ${bindWords(refusal)}`

function bindWords({ binding: { hostAddress, hostPort, protocol }, error }: Refusal): string {
  const address = hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress
  const reason = error.code === 'port.not-permitted' ? 'permission denied' : 'address already in use'
  return `failed to bind host port ${address}:${hostPort}/${protocol}: ${reason}`
}

const unsharedLine = ({ path, folder }: UnsharedFolder): string =>
  `Portside: containers cannot see ${path}, which is not shared. Share ${folder} in Portside’s settings, under ` +
  '“Shared folders”, and restart the engine.'
