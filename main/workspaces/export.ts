// Exports a running project as a workspace: chooses, leaves out, pins, packs, and starts a copy to prove that it works.
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { AppError, isAbort } from '../../preload/errors'
import type {
  Container,
  Image,
  WorkspaceExport,
  WorkspaceExportPlan,
  WorkspaceExportRequest,
} from '../../preload/model'
import { localTarget } from '../base/local-file'
import { packArchive, unpackArchive } from './archive'
import { composeConfig, ownVolumes, type ComposeConfig } from './compose-config'
import { exportedFile } from './exported-file'
import { findLeftOut } from './left-out'
import { projectCall } from './project-compose'
import { proveStart } from './prove'
import { saveVolume } from './snapshots'
import { followTransfer } from './workspace-engine'
import type { WorkspacesOptions } from './workspaces'
import { readWorkspaceFile } from './workspace-file'
import type { WorkspaceBlock } from './workspace-schema'

export interface Exporter {
  plan(project: string, signal?: AbortSignal): Promise<WorkspaceExportPlan>
  write(request: WorkspaceExportRequest, path: string, signal?: AbortSignal): Promise<WorkspaceExport>
}

interface Project {
  readonly name: string
  readonly folder: string
  readonly config: ComposeConfig
  readonly containers: readonly Container[]
  readonly block: WorkspaceBlock | undefined
}

/** Folders of a project that are made from others, or are as large as the rest together. */
const notTaken = /(^|[/\\])(\.git|node_modules|target|build|dist|\.venv|__pycache__)([/\\]|$)/

export function createExporter(options: WorkspacesOptions): Exporter {
  const { engine } = options
  return {
    plan: async (name, signal) => {
      const project = await readProject(name, options, signal)
      const { config, folder, containers } = project
      const services = Object.keys(config.services)
      return {
        project: name,
        services: services.map((service) => {
          const image = imageOf(service, containers, engine.images.getState().values())
          const digest = image?.digests[0]?.split('@')[1]
          return {
            name: service,
            image:
              config.services[service]?.image ??
              containers.find((one) => one.service === service)?.image ??
              '',
            ...(digest === undefined ? {} : { digest }),
            sizeBytes: image?.sizeBytes ?? 0,
          }
        }),
        volumes: [...ownVolumes(config, name).keys()],
        leftOut: findLeftOut(config, folder, new Set(services)),
      }
    },
    write: (request, path, signal) => write(request, path, options, signal),
  }
}

async function write(
  request: WorkspaceExportRequest,
  path: string,
  options: WorkspacesOptions,
  signal: AbortSignal | undefined,
): Promise<WorkspaceExport> {
  if (!isAbsolute(path) || !/\.portside$/i.test(path))
    throw new AppError('workspace.export-failed', { params: { reason: 'path' }, detail: path })
  const project = await readProject(request.project, options, signal)
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(options.folder, '.export-'))
  try {
    const filled = await fill(draft, project, request, options, signal)
    const sizeBytes = await packArchive(draft, `${path}.unproven`, signal)
    const provenMs = await prove(`${path}.unproven`, filled.secrets, options, signal)
    // What could not be started is never seen under its name.
    await rename(`${path}.unproven`, path)
    return { path, sizeBytes, provenMs, leftOut: filled.leftOut, unpinned: filled.unpinned }
  } catch (error) {
    if (isAbort(error) || error instanceof AppError) throw error
    throw new AppError('workspace.export-failed', {
      params: { reason: 'write' },
      detail: String(error),
      cause: error,
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
    await rm(`${path}.unproven`, { force: true })
  }
}

async function readProject(
  name: string,
  { engine, compose }: WorkspacesOptions,
  signal: AbortSignal | undefined,
): Promise<Project> {
  const containers = [...engine.containers.getState().values()].filter((one) => one.project === name)
  const [first] = containers
  const { composeFiles: files = [], composeFolder: folder } = first ?? {}
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
  const { json } = await compose.config({ ...projectCall(folder, '', { name }), files }, { signal })
  const text = await readFile(files[0] ?? '', 'utf8')
  const block = /^x-portside:/m.test(text) ? readWorkspaceFile(text, files[0] ?? '').block : undefined
  return { name, folder, containers, config: composeConfig.parse(json), block }
}

const imageOf = (
  service: string,
  containers: readonly Container[],
  images: Iterable<Image>,
): Image | undefined => {
  const id = containers.find((one) => one.service === service)?.imageId
  return [...images].find((one) => one.id === id)
}

interface Filled {
  readonly secrets: Readonly<Record<string, string>>
  readonly leftOut: WorkspaceExport['leftOut']
  readonly unpinned: readonly string[]
}

async function fill(
  draft: string,
  { name, folder, config, containers, block }: Project,
  request: WorkspaceExportRequest,
  options: WorkspacesOptions,
  signal: AbortSignal | undefined,
): Promise<Filled> {
  const { engine } = options
  const known = [...engine.images.getState().values()]
  const chosen = new Set(request.services)
  const leftOut = findLeftOut(config, folder, chosen).filter(
    ({ service, subject }) => !request.keep.includes(`${service}/${subject}`),
  )
  const images = new Map<string, string>()
  const unpinned: string[] = []
  const archives: string[] = []
  for (const service of chosen) {
    const image = imageOf(service, containers, known)
    const reference =
      config.services[service]?.image ?? containers.find((one) => one.service === service)?.image ?? ''
    const pinned = request.images ? undefined : pin(reference, image)
    images.set(service, pinned ?? reference)
    if (pinned === undefined && !request.images) unpinned.push(reference)
    if (request.images && image) {
      const path = `images/${image.id.replace('sha256:', '').slice(0, 12)}.tar`
      if (archives.includes(path)) continue
      archives.push(path)
      await mkdir(join(draft, 'images'), { recursive: true })
      await saveImage(image.id, join(draft, path), options, signal)
    }
  }
  const real = ownVolumes(config, name)
  for (const volume of request.volumes) {
    const own = real.get(volume)
    const image = containers[0]?.imageId
    if (own === undefined || image === undefined) continue
    await mkdir(join(draft, 'volumes'), { recursive: true })
    await saveVolume(engine, own, image, join(draft, 'volumes', `${volume}.tar.gz`), signal)
  }
  const memory = new Map<string, number>()
  const file = exportedFile({ config, folder, request, leftOut, images, block, archives, memory })
  await writeFile(join(draft, 'compose.yaml'), file.text, { mode: 0o600 })
  for (const path of file.folders)
    await cp(join(folder, path), join(draft, path), {
      recursive: true,
      filter: (from) => !notTaken.test(from.slice(folder.length)),
    })
  return { secrets: file.secrets, leftOut, unpinned }
}

/** `redis:7@sha256:…`: the name stays readable, the content cannot change. */
function pin(reference: string, image: Image | undefined): string | undefined {
  if (reference.includes('@sha256:')) return reference
  const repository = reference
    .replace(/:[^/:]*$/, '')
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
  const digest = image?.digests.find((one) => one.startsWith(`${repository}@`))?.split('@')[1]
  return digest === undefined ? undefined : `${reference}@${digest}`
}

async function saveImage(
  id: string,
  file: string,
  { engine }: WorkspacesOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { imagesService, files } = engine
  const { transferId } = await imagesService.save({ id, target: files.add(localTarget(file)) })
  await followTransfer(imagesService, transferId, () => {}, signal ?? new AbortController().signal)
}

/** Opens the archive as a stranger would, on other ports and under another name, and undoes it again. */
async function prove(
  file: string,
  secrets: Readonly<Record<string, string>>,
  options: WorkspacesOptions,
  signal: AbortSignal | undefined,
): Promise<number> {
  const folder = join(options.folder, `.proof-${randomBytes(4).toString('hex')}`)
  try {
    await unpackArchive(file, folder, signal ? { signal } : {})
    return await proveStart(folder, secrets, options, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
