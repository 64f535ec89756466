// The engine that all integration tests share, for one file of them: its objects carry a mark and go after each test.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { pull, startSession, type Session } from './engine-session'

export interface MarkedEngine {
  /** A way to the engine that is not Portside's, to see and to do what others would. */
  readonly docker: Docker
  /** Everything of the file carries this in its name. */
  readonly mark: string
  /** Portside's view of the engine; there from `beforeAll` on. */
  readonly session: Session
}

/** Call once at the top of a file. `images` are pulled first, `busybox` always. */
export function markedEngine(prefix: string, images: readonly string[] = []): MarkedEngine {
  const docker = new Docker({ socketPath: inject('engineSocket') })
  const mark = `${prefix}${randomBytes(3).toString('hex')}`
  let session: Session | undefined
  beforeAll(async () => {
    session = await startSession(inject('engineSocket'))
    for (const image of ['busybox', ...images]) await pull(session, image)
  })
  afterEach(() => removeMarked(docker, mark))
  afterAll(() => session?.dispose())
  return {
    docker,
    mark,
    get session() {
      if (!session) throw new Error('the session starts in beforeAll')
      return session
    },
  }
}

async function removeMarked(docker: Docker, mark: string): Promise<void> {
  const mine = { filters: { name: [mark] } }
  const containers = await docker.listContainers({ all: true, ...mine })
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  const [networks, { Volumes }] = await Promise.all([docker.listNetworks(mine), docker.listVolumes(mine)])
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()))
  await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()))
}
