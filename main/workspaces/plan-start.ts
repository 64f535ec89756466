// Which steps a start has, in order, before anything is done.
import type { Image, WorkspaceStep } from '../../preload/model'
import type { ReadWorkspace } from './read-workspace'
import { containersOf } from './compose-config'
import { pulledAnew } from './own-pulls'
import { newStep } from './steps'
import { placeName } from './unnamed-volumes'
import type { Contents } from './volume-files'
import { findImage } from './workspace-engine'

/**
 * @param seeds ids of those that are to run
 * @param contents what volumes get
 */
export function planStart(
  workspace: ReadWorkspace,
  images: Iterable<Image>,
  seeds: ReadonlySet<string>,
  contents: Contents,
): WorkspaceStep[] {
  const { block, config } = workspace
  const known = [...images]
  const services = Object.entries(config.services)
  const wanted = new Map<string, string[]>()
  for (const [name, { image, build }] of services)
    if (image !== undefined && !build) wanted.set(image, [...(wanted.get(image) ?? []), name])
  const anew = pulledAnew(config)
  const missing = [...wanted].filter(([image]) => !findImage(known, image))
  const pulls = [...wanted].filter(([image]) => anew.has(image) || !findImage(known, image))
  const names = services.map(([name]) => name)
  const loads = missing.length > 0 ? (block.images ?? []) : []
  return [
    ...loads.map((path) => newStep('images', [], path)),
    ...pulls.map(([image, users]) => newStep('pull', users, image)),
    newStep('create', names, ''),
    ...[...contents.named.keys()].map((volume) =>
      newStep(
        'restore',
        services
          .filter(([, service]) => service.volumes?.some(({ source }) => source === volume))
          .map(([name]) => name),
        volume,
      ),
    ),
    ...contents.unnamed.map((one) => newStep('restore', [one.service], placeName(one))),
    ...services
      .filter(([, service]) => containersOf(service) > 0)
      .map(([name]) => newStep('start', [name], name)),
    ...answersOf(workspace).map(({ service, port, path }) =>
      newStep('answer', [service], `${service}:${port}${path ?? ''}`),
    ),
    ...(block.seeds ?? [])
      // One of a profile that this start leaves out is loaded when the profile is chosen.
      .filter(({ id, service }) => seeds.has(id) && config.services[service] !== undefined)
      .map(({ id, service }) => newStep('seed', [service], id)),
  ]
}

export interface Answer {
  readonly service: string
  /** Inside the container. */
  readonly port: number
  /** Asked by HTTP; a connection is enough without it. */
  readonly path?: string
  readonly status?: number
  readonly seconds: number
}

const usualSeconds = 120

/** What the team says counts as ready, and every address that it offers to open. */
export function answersOf({ block, config }: Pick<ReadWorkspace, 'block' | 'config'>): Answer[] {
  const told = (block.readiness ?? []).map(
    ({ service, port, path, status, seconds = usualSeconds }): Answer => ({
      service,
      port,
      seconds,
      ...(path === undefined ? {} : { path }),
      ...(status === undefined ? {} : { status }),
    }),
  )
  const offered = (block.ports ?? [])
    .filter(
      ({ url, service, port }) =>
        url !== undefined && !told.some((one) => one.service === service && one.port === port),
    )
    .map(({ service, port, url = '' }): Answer => ({
      service,
      port,
      path: url.replace(/^https?:\/\/localhost:\{port\}/, '') || '/',
      seconds: usualSeconds,
    }))
    // Whether its certificate is a good one is not ours to say: a connection is enough for https.
    .map((answer) => {
      const secure = block.ports?.some(
        ({ service, port, url }) =>
          service === answer.service && port === answer.port && url?.startsWith('https:'),
      )
      const { path: _, ...plain } = answer
      return secure === true ? plain : answer
    })
  return [...told, ...offered].filter(({ service }) => {
    const entry = config.services[service]
    return entry !== undefined && containersOf(entry) > 0
  })
}
