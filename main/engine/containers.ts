// The containers service: what the window and the command can do with containers.
import type Docker from 'dockerode'
import type { ContainersService } from '../../preload/contract'
import type { Container } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchCollection } from '../base/watch'
import { checkContainerId, type Calls } from './calls'
import type { Connection } from './connection'
import { createDetails } from './details'
import { statusOf } from './engine-words'
import type { PathInside } from './folder-paths'
import { watchLogs } from './logs'
import { recreateContainer } from './recreate/recreate-container'
import type { Tools } from './recreate/replace'
import { runContainer } from './run-container'
import type { StatsHistory } from './stats-history'
import type { TrashService } from './trash'

export interface ContainersOptions {
  readonly connection: Connection
  readonly calls: Calls
  readonly collection: Collection<Container>
  readonly trash: TrashService
  readonly recreating: Tools
  /** Looks at a container again. */
  readonly refresh: (id: string) => void
  readonly history: StatsHistory
  /** Where folders of this computer are inside the machine; the same places unless told. */
  readonly pathInside?: PathInside | undefined
}

type Verb = (container: Docker.Container, options: { abortSignal?: AbortSignal }) => Promise<unknown>

const verbs = {
  start: (container, options) => container.start(options),
  stop: (container, options) => container.stop(options),
  restart: (container, options) => container.restart(options),
  pause: (container, options) => container.pause(options),
  unpause: (container, options) => container.unpause(options),
  kill: (container, options) => container.kill(options),
} satisfies Readonly<Record<string, Verb>>

export function createContainersService(options: ContainersOptions): ContainersService {
  const { connection, calls, collection, recreating } = options
  const shown = (id: string): string => collection.get(id)?.name ?? id.slice(0, 12)

  /** The engine answers 304, or with an error of its own, when a container already is as it should be. */
  const change = async (
    id: string,
    verb: keyof typeof verbs,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    checkContainerId(id)
    await calls.call({ container: shown(id) }, async (docker) => {
      try {
        const options: { abortSignal?: AbortSignal } = signal ? { abortSignal: signal } : {}
        await verbs[verb](docker.getContainer(id), options)
      } catch (error) {
        if (!isAlreadySo(error, verb)) throw error
      }
    })
  }

  return {
    watchContainers: ({ signal } = {}) => watchCollection(collection.store, signal),
    start: ({ id, signal }) => change(id, 'start', signal),
    stop: ({ id, signal }) => change(id, 'stop', signal),
    restart: ({ id, signal }) => change(id, 'restart', signal),
    pause: ({ id, signal }) => change(id, 'pause', signal),
    unpause: ({ id, signal }) => change(id, 'unpause', signal),
    kill: ({ id, signal }) => change(id, 'kill', signal),
    rename: async ({ id, name, signal }) => {
      checkContainerId(id)
      if (collection.get(id)?.name === name) return
      await calls.call({ container: shown(id), name }, (docker) =>
        docker.getContainer(id).rename({ name, ...(signal ? { abortSignal: signal } : {}) }),
      )
    },
    ...createDetails({ connection, calls, shown, history: options.history }),
    ...options.trash,
    remove: async ({ id, force = false, volumes = false, signal }) => {
      checkContainerId(id)
      await calls.call({ container: shown(id) }, async (docker) => {
        try {
          await docker
            .getContainer(id)
            .remove({ force, v: volumes, ...(signal ? { abortSignal: signal } : {}) })
        } catch (error) {
          if (isBeingRemoved(error)) return
          // What could not be deleted is dead from then on, and the engine has no event for that.
          options.refresh(id)
          throw error
        }
      })
    },
    run: ({ request, signal }) => runContainer(calls, request, options.pathInside, signal),
    recreate: ({ id, ...asked }) => {
      checkContainerId(id)
      return recreateContainer(calls, { id, ...asked }, shown(id), recreating, options.pathInside)
    },
    watchLogs: ({ id, tail, follow, since, until, bytes = false, signal }) => {
      checkContainerId(id)
      return watchLogs({
        connection,
        asked: calls.asked({ container: shown(id) }),
        id,
        tail,
        follow,
        since,
        until,
        bytes,
        signal,
        tty: collection.get(id)?.tty,
      })
    },
  }
}

const alreadyWords = { pause: /is already paused/i, unpause: /is not paused/i } as const

const isAlreadySo = (error: unknown, verb: string): boolean =>
  statusOf(error) === 304 ||
  ((verb === 'pause' || verb === 'unpause') &&
    error instanceof Error &&
    alreadyWords[verb].test(error.message))

const isBeingRemoved = (error: unknown): boolean =>
  statusOf(error) === 409 && error instanceof Error && error.message.includes('already in progress')
