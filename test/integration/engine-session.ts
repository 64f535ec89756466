// An engine part connected to a real Docker Engine, and what its tests wait for.
import { readdir, rm } from 'node:fs/promises'
import { createConnection as connectSocket } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { StoreApi } from 'zustand/vanilla'
import { createEngine, type EngineOptions, type EngineParts } from '../../main/engine/engine'
import type { Dial } from '../../main/base/dial'
import { createFileTickets, type FileTickets } from '../../main/base/file-tickets'
import type { KeeperOptions } from '../../main/engine/registries/pick-store'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createPorts, type PortsOptions, type PortsParts } from '../../main/ports/ports'
import { makeTestFolder } from '../support/test-folder'

/** The ports part over a session, without a machine whose ports are to be opened; by itself it touches no container. */
export const portsOf = (
  session: Session,
  actions: PortsOptions['actions'] = {
    start: async () => {},
    stop: async () => {},
    movePort: async () => {},
  },
): PortsParts =>
  createPorts({
    containers: session.containers,
    engine: session.store,
    forwarder: undefined,
    actions,
    log: silentLog,
  })

/** Dials a Unix socket as a driver does: each direction closes by itself. */
export const dialSocket =
  (path: string): Dial =>
  () =>
    new Promise<Duplex>((resolve, reject) => {
      const socket = connectSocket({ path, allowHalfOpen: true })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(socket)
      })
    })

export interface Session extends EngineParts {
  /** Path of its endpoint, once it listens. */
  readonly endpoint: string
  readonly files: FileTickets
  /** Where it keeps what it notes. */
  readonly folder: string
  /** Names of notes about files that are being saved. */
  savesLeft(): Promise<readonly string[]>
  /** What was shown in the file manager. */
  readonly revealed: readonly string[]
}

/** A system without anything that keeps secrets, whatever this computer has. */
export const noKeeper: KeeperOptions = {
  env: { PATH: '/nowhere', DOCKER_CONFIG: '/nowhere' },
  platform: 'linux',
  file: '/nowhere/logins.json',
}

/** Connected when it resolves. */
export async function startSession(
  socket: string,
  dial: Dial = dialSocket(socket),
  keeper: KeeperOptions = noKeeper,
  programs: readonly string[] = [],
  more: Pick<EngineOptions, 'access' | 'buildsFile' | 'openOutside'> = {},
): Promise<Session> {
  const folder = await makeTestFolder('e')
  const endpoint = join(folder, 'docker.sock')
  const files = createFileTickets()
  const revealed: string[] = []
  const engine = createEngine({
    dial,
    endpointPath: endpoint,
    files,
    keeper,
    programs,
    ...more,
    trashFile: join(folder, 'trash.json'),
    recreatingFile: join(folder, 'recreating.json'),
    backups: join(folder, 'backups'),
    saves: join(folder, 'saves'),
    revealing: { show: async (path) => void revealed.push(path) },
    log: silentLog,
  })
  engine.connect()
  await waitFor(engine.store, (now) => now.state === 'connected', 'the engine to be connected')
  return {
    ...engine,
    endpoint,
    files,
    revealed,
    folder,
    savesLeft: () => readdir(join(folder, 'saves')).catch(() => []),
    dispose: async () => {
      await engine.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves with the first state that fits. */
export const waitFor = <T>(
  store: StoreApi<T>,
  fits: (state: T) => boolean,
  waitingFor: string,
  deadlineMs = 20_000,
): Promise<T> =>
  until(() => (fits(store.getState()) ? store.getState() : undefined), { deadlineMs, waitingFor, everyMs: 5 })

/** Resolves when the image is on the engine. */
export async function pull(session: Session, reference: string, platform?: string): Promise<void> {
  const asked = { reference, ...(platform === undefined ? {} : { platform }) }
  const { pullId } = await session.imagesService.pull(asked)
  const pulls = session.imagesService.watchPulls()
  for await (const change of pulls) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === pullId)
    if (mine?.state === 'done') return
    if (mine && mine.state !== 'active')
      throw new Error(`pull of ${reference}: ${JSON.stringify(mine.error)}`)
  }
}
