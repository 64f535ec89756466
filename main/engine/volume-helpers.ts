// Containers that are made to reach a volume and never shown: each goes when its work ends, and with the next connection when a crash kept it.
import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type Docker from 'dockerode'
import type { Log } from '../base/log'
import { statusOf } from './engine-words'

/** Where the volume is in such a container. */
export const volumePlace = '/portside-volume'

const helperLabel = 'dev.portside.helper'
const ownerLabel = 'dev.portside.helper.owner'
const pausedLabel = 'dev.portside.helper.paused'

/** Whether the container was made to reach a volume, by this Portside or another one. */
export const isHelper = (labels: Readonly<Record<string, string>> | null | undefined): boolean =>
  labels !== null && labels !== undefined && helperLabel in labels

export interface HelperRequest {
  readonly volume: string
  readonly image: string
  /** What it runs when it is started; without it, it never is. */
  readonly run?: readonly string[]
  /** Ids of running containers, paused from now until {@link VolumeHelper.remove}; the helper itself remembers them. */
  readonly standing?: readonly string[]
}

export interface VolumeHelper {
  readonly container: Docker.Container
  /** Lets go on what stood still, then removes the container; the volume stays. Never throws: the next connection ends what is left. */
  remove(): Promise<void>
}

export interface VolumeHelpers {
  /** @throws as Docker does */
  make(docker: Docker, request: HelperRequest): Promise<VolumeHelper>
  /** Ends what this Portside made before it crashed or lost the connection, and lets go on what it had paused. */
  removeLeft(docker: Docker): Promise<void>
}

/** Tells what one Portside made from what another one did, also on an engine that both reach. */
export const ownerOf = (endpointPath: string): string =>
  createHash('sha256').update(`${hostname()}\0${endpointPath}`).digest('hex').slice(0, 16)

export function createVolumeHelpers(owner: string, log: Log): VolumeHelpers {
  /** Names of those at work: known before the engine can list them. */
  const atWork = new Set<string>()
  const make: VolumeHelpers['make'] = async (docker, request) => {
    const name = `portside-volume-${randomBytes(4).toString('hex')}`
    atWork.add(name)
    try {
      const container = await docker.createContainer({ ...optionsOf(request, owner), name })
      const helper = {
        container,
        remove: async () => {
          await end(container, request.standing ?? [], docker, log)
          atWork.delete(name)
        },
      }
      try {
        // One that ended meanwhile stands still, too.
        for (const id of request.standing ?? []) await unlessGone(docker.getContainer(id).pause())
        return helper
      } catch (error) {
        await helper.remove()
        throw error
      }
    } catch (error) {
      atWork.delete(name)
      throw error
    }
  }
  return {
    make,
    removeLeft: async (docker) => {
      const label = [`${ownerLabel}=${owner}`]
      const own = await docker.listContainers({ all: true, filters: { label } })
      const left = own.filter(({ Names }) => !Names.some((one) => atWork.has(one.replace(/^\//, ''))))
      await Promise.all(
        left.map(({ Id, Labels }) =>
          end(docker.getContainer(Id), Labels[pausedLabel]?.split(',') ?? [], docker, log),
        ),
      )
    },
  }
}

const optionsOf = (
  { volume, image, run = ['true'], standing = [] }: HelperRequest,
  owner: string,
): Docker.ContainerCreateOptions => ({
  Image: image,
  // An image without a command of its own could not be made into a container otherwise.
  Entrypoint: [...run],
  Cmd: [],
  User: '0',
  Labels: {
    [helperLabel]: 'volume',
    [ownerLabel]: owner,
    ...(standing.length === 0 ? {} : { [pausedLabel]: standing.join(',') }),
  },
  Healthcheck: { Test: ['NONE'] },
  HostConfig: {
    // The image's own files at this place would be copied into an empty volume.
    Mounts: [
      { Type: 'volume', Source: volume, Target: volumePlace, VolumeOptions: { NoCopy: true } as never },
    ],
    NetworkMode: 'none',
    RestartPolicy: { Name: 'no' },
  },
})

/** First what matters to people, then the container that remembers it. */
async function end(
  container: Docker.Container,
  paused: readonly string[],
  docker: Docker,
  log: Log,
): Promise<void> {
  try {
    for (const id of paused) await goOn(docker.getContainer(id))
    // Without `v`: the volume stays, whatever becomes of its helper.
    const own = await ownVolumes(container)
    await unlessGone(container.remove({ force: true }))
    for (const name of own) await unlessGone(docker.getVolume(name).remove())
  } catch (error) {
    log.warn('a container that reached a volume stays until the next connection', {
      id: container.id,
      error: String(error),
    })
  }
}

/** Empty ones that the engine made for the folders that the image asks to keep: all but the one at our place. */
async function ownVolumes(container: Docker.Container): Promise<readonly string[]> {
  const info = await unlessGone(container.inspect())
  return (info?.Mounts ?? []).flatMap(({ Type, Name, Destination }) =>
    Type === 'volume' && Name !== undefined && /^[\da-f]{64}$/.test(Name) && Destination !== volumePlace
      ? [Name]
      : [],
  )
}

async function goOn(container: Docker.Container): Promise<void> {
  const info = await unlessGone(container.inspect())
  if (info?.State.Paused === true) await unlessGone(container.unpause())
}

/** 409: its removal, or what else was asked of it, is under way by other hands. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    const status = statusOf(error)
    if (status === 404 || status === 409) return undefined
    throw error
  }
}
