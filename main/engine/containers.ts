// The containers service: what the window and the command can do with containers.
import type { ContainersService } from '../../preload/contract'
import type { Container } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchCollection } from '../base/watch'
import { checkContainerId, type Calls } from './calls'
import type { Connection } from './connection'
import { statusOf } from './engine-words'
import { watchLogs } from './logs'
import { runContainer } from './run-container'

export interface ContainersOptions {
  readonly connection: Connection
  readonly calls: Calls
  readonly collection: Collection<Container>
}

export function createContainersService(options: ContainersOptions): ContainersService {
  const { connection, calls, collection } = options
  const shown = (id: string): string => collection.get(id)?.name ?? id.slice(0, 12)

  /** The engine answers 304 when a container already is as it should be. */
  const change = async (
    id: string,
    verb: 'start' | 'stop' | 'restart',
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    checkContainerId(id)
    await calls.call({ container: shown(id) }, async (docker) => {
      try {
        const container = docker.getContainer(id)
        const options: { abortSignal?: AbortSignal } = signal ? { abortSignal: signal } : {}
        if (verb === 'start') await container.start(options)
        else if (verb === 'stop') await container.stop(options)
        else await container.restart(options)
      } catch (error) {
        if (statusOf(error) !== 304) throw error
      }
    })
  }

  return {
    watchContainers: ({ signal } = {}) => watchCollection(collection.store, signal),
    start: ({ id, signal }) => change(id, 'start', signal),
    stop: ({ id, signal }) => change(id, 'stop', signal),
    restart: ({ id, signal }) => change(id, 'restart', signal),
    remove: async ({ id, force = false, volumes = false, signal }) => {
      checkContainerId(id)
      await calls.call({ container: shown(id) }, async (docker) => {
        try {
          await docker
            .getContainer(id)
            .remove({ force, v: volumes, ...(signal ? { abortSignal: signal } : {}) })
        } catch (error) {
          if (!isBeingRemoved(error)) throw error
        }
      })
    },
    run: ({ request, signal }) => runContainer(calls, request, signal),
    watchLogs: ({ id, tail, follow, signal }) => {
      checkContainerId(id)
      return watchLogs({
        connection,
        asked: calls.asked({ container: shown(id) }),
        id,
        tail,
        follow,
        signal,
        tty: collection.get(id)?.tty,
      })
    },
  }
}

const isBeingRemoved = (error: unknown): boolean =>
  statusOf(error) === 409 && error instanceof Error && error.message.includes('already in progress')
