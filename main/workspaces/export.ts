// Exports a running project as a workspace: chooses, leaves out, pins, packs, and starts a copy to prove that it works.
import { randomBytes } from 'node:crypto'
import { basename, isAbsolute } from 'node:path'
import { AppError, isAbort, isAppError } from '../../preload/errors'
import type {
  WorkspaceExport,
  WorkspaceExportJob,
  WorkspaceExportPlan,
  WorkspaceExportRequest,
  WorkspaceExportStage,
  WorkspaceExportStep,
} from '../../preload/model'
import type { FileTarget } from '../base/file-tickets'
import { createJobs, type Jobs } from '../base/jobs'
import { localTarget } from '../base/local-file'
import { packArchive, unpackArchive } from './archive'
import { allVolumes } from './compose-config'
import { fetchImages, fillExport, imagesToFetch, imagesToSave } from './export-content'
import { newDraft, takePlace } from './export-draft'
import { createExportSteps, type ExportReport, type ExportSteps } from './export-steps'
import { planOfExport, readProject, type ExportedProject } from './export-project'
import { proveStart } from './prove'
import { inProofFolder, proofFolder, proofProject, sweepProofs } from './stale-proofs'
import type { WorkspacesOptions } from './workspaces'

export interface Exporter extends Pick<Jobs<WorkspaceExportJob>, 'store' | 'cancel' | 'dismiss' | 'dispose'> {
  plan(project: string, signal?: AbortSignal): Promise<WorkspaceExportPlan>
  /** @returns the id of the job */
  begin(
    request: WorkspaceExportRequest,
    to: { readonly ticket: string } | { readonly path: string },
  ): Promise<string>
}

/** Values of what a project's own block asks for, as far as they are known here. */
export type KnownSecrets = (
  project: string,
  names: readonly string[],
) => Promise<Readonly<Record<string, string>>>

interface ExportWork {
  readonly project: ExportedProject
  readonly request: WorkspaceExportRequest
  readonly known: Readonly<Record<string, string>>
  readonly options: WorkspacesOptions
  readonly report: ExportReport
  readonly signal: AbortSignal
}

export function createExporter(options: WorkspacesOptions, knownSecrets: KnownSecrets): Exporter {
  const { engine, log } = options
  const jobs = createJobs<WorkspaceExportJob>(log)
  const stopSweeping = sweepProofs(options)
  return {
    ...jobs,
    dispose: async () => {
      stopSweeping()
      await jobs.dispose()
    },
    plan: async (name, signal) =>
      planOfExport(await readProject(name, options, signal), engine.images.getState()),
    begin: async (request, to) => {
      const target = 'ticket' in to ? engine.files.takeTarget(to.ticket) : targetOf(to.path)
      const project = await readProject(request.project, options)
      const names = (project.block?.secrets ?? []).map(({ name }) => name)
      const known = await knownSecrets(project.name, names)
      return jobs.begin({
        about: {
          project: request.project,
          title: request.title,
          steps: stepsOf(request, project, options),
        },
        run: async (signal, report) => {
          const steps = createExportSteps(stepsOf(request, project, options), (now) => report({ steps: now }))
          const work = { project, request, known, options, report: steps.change, signal }
          const result = await write(work, target, steps)
          return { result, steps: steps.all() }
        },
        explain: (error) =>
          isAppError(error)
            ? error
            : new AppError('workspace.export-failed', { detail: String(error), cause: error }),
      })
    },
  }
}

function targetOf(path: string): FileTarget {
  if (!isAbsolute(path) || !/\.portside$/i.test(path))
    throw new AppError('workspace.export-name', { params: { path: path.slice(0, 300) } })
  return localTarget(path)
}

function stepsOf(
  request: WorkspaceExportRequest,
  project: ExportedProject,
  { engine }: WorkspacesOptions,
): readonly WorkspaceExportStep[] {
  const step = (stage: WorkspaceExportStage, subject = ''): WorkspaceExportStep => ({
    ...{ stage, subject, state: 'waiting' },
  })
  const known = allVolumes(project.config, project.name)
  const images = engine.images.getState()
  return [
    ...imagesToFetch(request, project, images).map((reference) => step('fetch', reference)),
    ...imagesToSave(request, project, images).map(({ reference }) => step('image', reference)),
    ...request.volumes.filter((name) => known.has(name)).map((name) => step('volume', name)),
    step('files'),
    step('pack'),
    step('prove'),
    step('write'),
  ]
}

async function write(work: ExportWork, target: FileTarget, steps: ExportSteps): Promise<WorkspaceExport> {
  const { options, project, signal } = work
  const draft = await newDraft(options.folder)
  // The place is taken at once: who cannot write there should not wait for the proof, and a browser shows its download.
  const place = await takePlace(target, draft, signal).catch(async (error: unknown) => {
    await draft.remove()
    throw error
  })
  const either = AbortSignal.any([signal, place.broken])
  try {
    const fill = { ...work, signal: either, run: steps.run }
    await fetchImages(fill)
    const fetched = steps.all().filter(({ stage }) => stage === 'fetch')
    steps.plan([...fetched, ...stepsOf(work.request, project, options)])
    const filled = await fillExport(fill, draft.content)
    const sizeBytes = await steps.run('pack', '', () => packArchive(draft.content, place.file, either))
    const provenMs = await steps.run('prove', '', () =>
      prove(place.file, project.config.name, filled.secrets, { ...work, signal: either }),
    )
    await steps.run('write', '', () => place.keep(either))
    const { leftOut, pinned, unpinned } = filled
    return { file: basename(target.name), sizeBytes, provenMs, leftOut, pinned, unpinned }
  } catch (error) {
    const reason: unknown = place.broken.aborted ? place.broken.reason : error
    await place.drop(reason)
    throw reason
  } finally {
    await draft.remove()
  }
}

/** Opens the archive as a stranger would, on other ports and under another name, and undoes it again. */
async function prove(
  file: string,
  name: string,
  secrets: Readonly<Record<string, string>>,
  { options, report, signal }: ExportWork,
): Promise<number> {
  const mark = randomBytes(4).toString('hex')
  const folder = proofFolder(options.folder, mark)
  try {
    return await inProofFolder(folder, async (onHere) => {
      await unpackArchive(file, folder, { signal })
      return proveStart(
        {
          ...{ folder, secrets, project: proofProject(name, mark), onHere },
          onStep: (doing) => report('prove', '', { doing }),
        },
        options,
        signal,
      )
    })
  } catch (cause) {
    if (isAbort(cause) || signal.aborted) throw cause
    throw new AppError('workspace.export-unproven', {
      params: { title: name },
      detail: isAppError(cause) ? `${cause.message}\n${cause.detail ?? ''}` : String(cause),
      cause,
    })
  }
}
