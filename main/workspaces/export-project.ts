// The running project that an export is made of: what Compose says of it, its containers, and its own block.
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { Container, Image, WorkspaceExportPlan, WorkspaceLeftOut } from '../../preload/model'
import { composeJson, type ComposeJson } from '../base/compose-json'
import { allVolumes } from './compose-config'
import { findLeftOut } from './left-out'
import { projectCall } from './project-compose'
import { secretMark } from '../../preload/secret-marks'
import { isInside } from './host-paths'
import { findImage } from './workspace-engine'
import { readWorkspaceFile } from './workspace-file'
import type { WorkspaceBlock } from './workspace-schema'
import type { WorkspacesOptions } from './workspaces'

export interface ExportedProject {
  readonly name: string
  readonly folder: string
  /** Variables that the block asks for stand in it as {@link secretMark}. */
  readonly config: ComposeJson
  readonly containers: readonly Container[]
  readonly block: WorkspaceBlock | undefined
  /** Services of profiles that the project runs without, with those profiles. */
  readonly elsewhere: readonly { readonly service: string; readonly profiles: readonly string[] }[]
}

type ProjectOptions = Pick<WorkspacesOptions, 'engine' | 'compose' | 'overrides' | 'choicesOf'>

/** @throws workspace.no-project compose.* */
export async function readProject(
  name: string,
  { engine, compose, overrides, choicesOf }: ProjectOptions,
  signal?: AbortSignal,
): Promise<ExportedProject> {
  const containers = [...engine.containers.getState().values()].filter((one) => one.project === name)
  const { composeFiles = [], composeFolder: folder } = containers[0] ?? {}
  // Ports that moved on this computer are nobody else's business.
  const own = dirname(overrides.folderOf(name, []))
  const files = composeFiles.filter((file) => !isInside(own, file))
  const there = await Promise.all(
    files.map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  if (folder === undefined || files.length === 0 || there.includes(false))
    throw new AppError('workspace.no-project', { params: { project: name.slice(0, 80) } })
  const [first = ''] = files
  const text = await readFile(first, 'utf8')
  const block = /^x-portside:/m.test(text) ? readWorkspaceFile(text, first).block : undefined
  const env = Object.fromEntries((block?.secrets ?? []).map((one) => [one.name, secretMark(one.name)]))
  // As it runs here: other profiles and values would be another project's.
  const { profiles = [], envFiles = [] } = (await choicesOf?.(name)) ?? {}
  const call = { ...projectCall(folder, files, { name, env }), profiles, envFiles }
  const config = composeJson.parse((await compose.config(call, { signal })).json)
  // In all of them something may be wrong that nobody uses.
  const all = await compose.config({ ...call, profiles: ['*'] }, { signal }).catch(() => undefined)
  const others = all === undefined ? {} : composeJson.parse(all.json).services
  const elsewhere = Object.entries(others)
    .filter(([service]) => !Object.hasOwn(config.services, service))
    .map(([service, { profiles: own = [] }]) => ({ service, profiles: own }))
  return { name, folder, containers, config, block, elsewhere }
}

/** What runs; for a service that does not, what is here under its name. */
export const imageOf = (
  service: string,
  { containers, config }: ExportedProject,
  images: ReadonlyMap<string, Image>,
): Image | undefined => {
  const id = containers.find((one) => one.service === service)?.imageId
  if (id !== undefined) return images.get(id)
  const reference = config.services[service]?.image
  return reference === undefined ? undefined : findImage(images.values(), reference)
}

export const referenceOf = (service: string, { config, containers }: ExportedProject): string =>
  config.services[service]?.image ?? containers.find((one) => one.service === service)?.image ?? ''

/** `redis:7@sha256:…`: the name stays readable, the content cannot change. Undefined where no registry has it. */
export function pin(reference: string, image: Image | undefined): string | undefined {
  if (reference.includes('@sha256:')) return reference
  const repository = reference
    .replace(/:[^/:]*$/, '')
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
  const digest = image?.digests.find((one) => one.startsWith(`${repository}@`))?.split('@')[1]
  return digest === undefined ? undefined : `${reference}@${digest}`
}

/** What could go in, and what would not. */
export async function planOfExport(
  project: ExportedProject,
  images: ReadonlyMap<string, Image>,
): Promise<WorkspaceExportPlan> {
  const { config, name, block } = project
  const services = Object.keys(config.services)
  return {
    project: name,
    title: block?.name ?? name,
    ...(block?.description === undefined ? {} : { description: block.description }),
    ...(block?.author === undefined ? {} : { author: block.author }),
    services: services.map((service) => {
      const image = imageOf(service, project, images)
      const reference = referenceOf(service, project)
      const digest = pin(reference, image)?.split('@')[1]
      const isMissing = !image && !config.services[service]?.build
      return {
        name: service,
        image: reference,
        ...(digest === undefined ? {} : { digest }),
        sizeBytes: image?.sizeBytes ?? 0,
        ...(isMissing ? { missing: true as const } : {}),
      }
    }),
    seeds: await Promise.all((block?.seeds ?? []).map((seed) => seedOf(seed, project.folder))),
    volumes: [...allVolumes(config, name)].map(([key, volume]) => ({
      ...{ name: key, volume, external: config.volumes?.[key]?.external === true },
      services: services.filter((service) =>
        config.services[service]?.volumes?.some(({ source }) => source === key),
      ),
    })),
    leftOut: [
      ...notInFile(project),
      ...ofProfiles(project),
      ...(await leftOutOf(project, new Set(services))),
    ],
  }
}

/** Running services that the files do not have, or not any more. */
function notInFile({ config, containers, elsewhere }: ExportedProject): WorkspaceLeftOut[] {
  const names = new Set(containers.flatMap(({ service }) => service ?? []))
  return [...names]
    .filter(
      (name) => !Object.hasOwn(config.services, name) && !elsewhere.some(({ service }) => service === name),
    )
    .map((service) => ({ kind: 'service', service, subject: service, keepable: false }))
}

const ofProfiles = ({ elsewhere }: ExportedProject): WorkspaceLeftOut[] =>
  elsewhere.map(({ service, profiles }) => ({
    ...{ kind: 'profile', service, subject: profiles.join(', '), keepable: false },
  }))

/** Everything that the file will not carry, by service. */
export async function leftOutOf(
  { config, folder, containers }: ExportedProject,
  services: ReadonlySet<string>,
): Promise<readonly WorkspaceLeftOut[]> {
  const unnamed = containers.flatMap(({ service, anonymousVolumes }) =>
    service === undefined || !services.has(service)
      ? []
      : anonymousVolumes.map((path) => ({ service, path })),
  )
  const places = new Map(unnamed.map((one) => [`${one.service}/${one.path}`, one]))
  return [
    ...(await findLeftOut(config, folder, services)),
    ...[...places.values()].map(({ service, path }) => ({
      ...{ kind: 'volume' as const, service, subject: path, keepable: false },
    })),
  ]
}

async function seedOf(
  { id, title, service, input }: NonNullable<WorkspaceBlock['seeds']>[number],
  folder: string,
): Promise<WorkspaceExportPlan['seeds'][number]> {
  const size = input === undefined ? undefined : await stat(join(folder, input)).catch(() => undefined)
  return { id, title, service, ...(size === undefined ? {} : { sizeBytes: size.size }) }
}
