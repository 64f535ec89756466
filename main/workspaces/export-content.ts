// Fills the draft of an export: images that no registry has, contents of volumes, files, and the compose file.
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type {
  Image,
  WorkspaceExport,
  WorkspaceExportRequest,
  WorkspaceExportStage,
  WorkspaceLeftOut,
} from '../../preload/model'
import { localTarget } from '../base/local-file'
import { allVolumes } from './compose-config'
import { exportedFile } from './exported-file'
import type { ExportReport } from './export-steps'
import { imageOf, leftOutOf, pin, referenceOf, type ExportedProject } from './export-project'
import { walkProject } from './project-walk'
import { tagFor } from './image-tags'
import { followTransfer, pullImage } from './workspace-engine'
import type { WorkspacesOptions } from './workspaces'

export interface FillExport {
  readonly project: ExportedProject
  readonly request: WorkspaceExportRequest
  /** Values of what the project's own block asks for. */
  readonly known: Readonly<Record<string, string>>
  readonly options: WorkspacesOptions
  readonly report: ExportReport
  readonly run: <T>(stage: WorkspaceExportStage, subject: string, work: () => Promise<T>) => Promise<T>
  readonly signal: AbortSignal
}

export interface FilledExport extends Pick<WorkspaceExport, 'leftOut' | 'pinned' | 'unpinned'> {
  /** Values of the secrets that the file asks for. */
  readonly secrets: Readonly<Record<string, string>>
}

interface SavedImage {
  readonly reference: string
  readonly id: string
  /** Of the services that run it. */
  readonly references: readonly string[]
}

/** All of them for computers without network; those that no registry has in any case. Each once. */
export function imagesToSave(
  request: WorkspaceExportRequest,
  project: ExportedProject,
  images: ReadonlyMap<string, Image>,
): readonly SavedImage[] {
  const found = new Map<string, SavedImage>()
  for (const service of request.services) {
    const image = imageOf(service, project, images)
    const reference = referenceOf(service, project)
    if (!image || !(request.images || pin(reference, image) === undefined)) continue
    const references = new Set([...(found.get(image.id)?.references ?? []), reference])
    found.set(image.id, { reference, id: image.id, references: [...references] })
  }
  return [...found.values()]
}

/** Images that are to go in and are not here, as a profile that never ran: each once. */
export function imagesToFetch(
  request: WorkspaceExportRequest,
  project: ExportedProject,
  images: ReadonlyMap<string, Image>,
): readonly string[] {
  if (!request.images) return []
  const missing = request.services.filter(
    (service) => !project.config.services[service]?.build && !imageOf(service, project, images),
  )
  return [...new Set(missing.map((service) => referenceOf(service, project)))].filter((one) => one !== '')
}

/** @throws image.* */
export async function fetchImages({
  project,
  request,
  options,
  report,
  run,
  signal,
}: FillExport): Promise<void> {
  const { engine } = options
  for (const reference of imagesToFetch(request, project, engine.images.getState()))
    await run('fetch', reference, () =>
      pullImage(
        engine,
        reference,
        ({ doneBytes, totalBytes }) => report('fetch', reference, { doneBytes, totalBytes }),
        signal,
      ),
    )
}

/** @throws what the engine and the disk say */
export async function fillExport(fill: FillExport, draft: string): Promise<FilledExport> {
  const { project, request, options, run, signal } = fill
  const { config, folder, block, containers } = project
  const images = options.engine.images.getState()
  const saved = imagesToSave(request, project, images)
  const archives: string[] = []
  /** By image and reference. */
  const tags = new Map<string, string>()
  for (const { reference, references, id } of saved) {
    const path = `images/${id.replace('sha256:', '').slice(0, 12)}.tar`
    archives.push(path)
    await mkdir(join(draft, 'images'), { recursive: true })
    await run('image', reference, async () => {
      for (const one of references) tags.set(`${id} ${one}`, await tagFor(one, id, options.engine, signal))
      await saveImage(id, reference, join(draft, path), fill)
    })
  }
  const known = allVolumes(config, project.name)
  for (const volume of request.volumes) {
    const real = known.get(volume)
    const image = containers[0]?.imageId
    if (real === undefined || image === undefined) continue
    await mkdir(join(draft, 'volumes'), { recursive: true })
    const file = join(draft, 'volumes', `${volume}.tar.gz`)
    await run('volume', volume, () => options.engine.contents.save(real, image, localTarget(file), signal))
  }
  return run('files', '', async () => {
    const all = await leftOutOf(project, new Set(request.services))
    const isKept = ({ service, subject, keepable }: WorkspaceLeftOut): boolean =>
      keepable && request.keep.includes(`${service}/${subject}`)
    const leftOut = all.filter((one) => !isKept(one))
    const names = new Map(request.services.map((one) => [one, nameOf(one, project, images, tags)]))
    const memory = memoryOf(project, options)
    const parts = {
      config,
      folder,
      request,
      leftOut,
      images: names,
      comeAlong: new Set(
        [...names].filter(([, name]) => [...tags.values()].includes(name)).map(([one]) => one),
      ),
      block,
      archives,
      memory,
      known: fill.known,
    }
    const file = await exportedFile(parts)
    const out = new Set(leftOut.map(({ subject }) => subject))
    const kept = new Set(all.filter(isKept).map(({ subject }) => subject))
    for (const path of file.paths) await take({ folder, draft, out, kept, signal }, path)
    // After the project's own files, so that none of them takes its place.
    await writeFile(join(draft, 'compose.yaml'), file.text, { mode: 0o600 })
    const pinned = [...new Set([...names.values()].filter((one) => one.includes('@sha256:')))]
    const unpinned = saved
      .filter(({ reference, id }) => pin(reference, images.get(id)) === undefined)
      .map(({ reference }) => reference)
    return { secrets: file.secrets, leftOut, pinned, unpinned }
  })
}

/** One that comes along is known by the tag in its archive. */
const nameOf = (
  service: string,
  project: ExportedProject,
  images: ReadonlyMap<string, Image>,
  tags: ReadonlyMap<string, string>,
): string => {
  const image = imageOf(service, project, images)
  const reference = referenceOf(service, project)
  return tags.get(`${image?.id ?? ''} ${reference}`) ?? pin(reference, image) ?? reference
}

const memoryOf = (
  { containers }: ExportedProject,
  { memoryOf: bytesOf }: WorkspacesOptions,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { id, service } of containers) {
    const bytes = bytesOf?.(id)
    if (service !== undefined && bytes !== undefined) sums.set(service, (sums.get(service) ?? 0) + bytes)
  }
  return sums
}

interface Take {
  readonly folder: string
  readonly draft: string
  /** Paths from the folder on, of what stays here. */
  readonly out: ReadonlySet<string>
  /** Of what would stay, and is to go in. */
  readonly kept: ReadonlySet<string>
  readonly signal: AbortSignal
}

/** A folder that is not there is made by the engine when it starts. */
async function take({ folder, draft, out, kept, signal }: Take, path: string): Promise<void> {
  const from = join(folder, path)
  if (!(await stat(from).catch(() => undefined))) return
  for await (const { path: at, real, stays } of walkProject(from, folder)) {
    signal.throwIfAborted()
    const inner = relative(folder, at).replaceAll('\\', '/')
    if (out.has(inner) || (stays && !(stays === 'compose' && kept.has(inner)))) continue
    await mkdir(dirname(join(draft, inner)), { recursive: true })
    await copyFile(real, join(draft, inner))
  }
}

async function saveImage(
  id: string,
  reference: string,
  file: string,
  { options: { engine }, report, signal }: FillExport,
): Promise<void> {
  const { imagesService, files } = engine
  const { transferId } = await imagesService.save({ id, target: files.add(localTarget(file)) })
  await followTransfer(
    imagesService,
    transferId,
    ({ doneBytes, totalBytes }) => report('image', reference, { doneBytes, totalBytes }),
    signal,
  )
}
