// Containers that carry files while another one is made again: never shown, and gone when the work ends or, after a crash,
// with the next connection. They have no label to be told by: a commit would write it into the image.
import { randomBytes } from 'node:crypto'
import type Docker from 'dockerode'
import type { Log } from '../../base/log'
import { statusOf } from '../engine-words'

export interface BareRequest {
  readonly image: string
  readonly platform?: string | undefined
  /** What it runs when it is started; without it, it never is. */
  readonly run?: readonly string[]
  /** Who runs that; whom the image says unless told. */
  readonly user?: string | undefined
}

export interface BareContainers {
  /** The container is there as long as the work takes. @throws as Docker does */
  during<T>(docker: Docker, request: BareRequest, work: (bare: Docker.Container) => Promise<T>): Promise<T>
  /** Ends what this Portside made before it crashed or lost the connection. */
  removeLeft(docker: Docker): Promise<void>
}

const prefix = 'portside-files-'

export const isBare = (name: string | undefined): boolean =>
  name !== undefined && /^\/?portside-files-[0-9a-f]{16}-[0-9a-f]{8}$/.test(name)

/** `owner` tells those of one Portside from those of another on the same engine. */
export function createBareContainers(owner: string, log: Log): BareContainers {
  /** Names of those at work: known before the engine can list them. */
  const atWork = new Set<string>()
  const end = async (container: Docker.Container): Promise<void> => {
    try {
      // Its unnamed volumes are those that the image asks for, made empty a moment ago.
      await container.remove({ force: true, v: true })
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 409) return
      log.warn('a container that carried files stays', { id: container.id, error: String(error) })
    }
  }
  return {
    during: async (docker, request, work) => {
      const name = `${prefix}${owner}-${randomBytes(4).toString('hex')}`
      atWork.add(name)
      try {
        const container = await docker.createContainer(optionsOf(request, name))
        try {
          return await work(container)
        } finally {
          await end(container)
        }
      } finally {
        atWork.delete(name)
      }
    },
    removeLeft: async (docker) => {
      const found = await docker.listContainers({ all: true, filters: { name: [`${prefix}${owner}-`] } })
      const left = found.filter(
        ({ Names: names }) => !names.some((one) => atWork.has(one.replace(/^\//, ''))),
      )
      await Promise.all(left.map(({ Id }) => end(docker.getContainer(Id))))
    },
  }
}

const optionsOf = (
  { image, platform, run = ['true'], user }: BareRequest,
  name: string,
): Docker.ContainerCreateOptions =>
  ({
    _query: { name, ...(platform === undefined ? {} : { platform }) },
    _body: {
      Image: image,
      // An image without a command of its own could not be made into a container otherwise.
      Entrypoint: [...run],
      ...(user === undefined ? {} : { User: user }),
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'no' } },
    },
  }) as Docker.ContainerCreateOptions
