// What is done with projects: one thing at a time per project, each with its steps, its output and its end.
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAppError } from '../../preload/errors'
import type { ComposeAction, ComposeRequest } from '../../preload/model'
import type { Items } from '../base/collection'
import { createJobs } from '../base/jobs'
import { keepLines, LinesByJob } from '../base/kept-lines'
import type { Log } from '../base/log'
import { ActionSteps, type StepNames } from './action-steps'
import type { ComposeRunner, RunProject } from './compose-runner'
import type { ProjectOwner } from './project-owners'

export interface ActionWork {
  readonly projectId: string
  readonly request: ComposeRequest
  /** Told when it is about to begin: waits for the engine, reads what has to be known. */
  prepare(signal: AbortSignal): Promise<Prepared>
  /** Who may do something with the project as well, and is kept from it meanwhile. */
  readonly owner?: Pick<ProjectOwner, 'alone'>
}

export interface Prepared {
  readonly project: RunProject
  readonly names: StepNames
  /** What the request asks for, or more than that. */
  readonly request?: ComposeRequest
  /** Called when all of it was done. */
  readonly done?: () => Promise<void>
}

export interface ComposeActions {
  readonly store: StoreApi<Items<ComposeAction>>
  /** @throws compose.busy */
  begin(work: ActionWork): string
  cancel(id: string): void
  dismiss(id: string): void
  output(id: string, signal?: AbortSignal): AsyncIterable<readonly string[]>
  dispose(): Promise<void>
}

const keptActions = 50

export function createComposeActions(runner: ComposeRunner, log: Log): ComposeActions {
  const jobs = createJobs<ComposeAction>(log, { keep: keptActions })
  const outputs = new LinesByJob<string>((id) => jobs.store.getState().has(id))

  const begin = ({ projectId, request, prepare, owner }: ActionWork): string => {
    // To watch is to wait: what is done meanwhile is what it waits for.
    const busy = jobs
      .values()
      .find((one) => one.state === 'active' && one.projectId === projectId && one.request.verb !== 'watch')
    if (busy) throw new AppError('compose.busy', { params: { project: projectId, verb: busy.request.verb } })
    const output = keepLines<string>()
    const id = jobs.begin({
      about: { projectId, request, steps: [] },
      run: async (signal, report) => {
        const work = async () => {
          const { project, names, request: whole = request, done } = await prepare(signal)
          const steps = new ActionSteps(names)
          const onLine = (line: string): void => {
            output.append([line])
            if (steps.take(line)) report(steps.report())
          }
          try {
            await runner.run(project, argsOf(whole), { signal, onLine })
            await done?.()
          } catch (error) {
            report(steps.report())
            throw error
          }
          steps.close()
          return steps.report()
        }
        try {
          // Watching lasts until somebody ends it.
          return await (owner && request.verb !== 'watch' ? owner.alone(work) : work())
        } finally {
          output.end()
        }
      },
      explain: (error) =>
        isAppError(error) ? error : new AppError('compose.failed', { detail: String(error) }),
    })
    outputs.put(id, output)
    return id
  }
  return {
    store: jobs.store,
    begin,
    cancel: jobs.cancel,
    dismiss: jobs.dismiss,
    output: (id, signal) => outputs.watch(id, signal),
    dispose: jobs.dispose,
  }
}

export function argsOf({ verb, services, removeVolumes, scale = {}, build }: ComposeRequest): string[] {
  switch (verb) {
    case 'up':
      return ['up', '--detach', ...(build ? ['--build'] : []), ...services]
    case 'scale':
      // `up` makes what is missing; `--no-recreate` leaves those alone that run.
      return [
        'up',
        '--detach',
        '--no-recreate',
        ...Object.entries(scale).flatMap(([name, count]) => ['--scale', `${name}=${count}`]),
        ...Object.keys(scale),
      ]
    case 'down':
      return ['down', ...(removeVolumes ? ['--volumes'] : [])]
    case 'pull':
      return ['pull', '--ignore-buildable', ...services]
    case 'watch':
      return ['watch', ...services]
    case 'build':
    case 'stop':
    case 'start':
    case 'restart':
      return [verb, ...services]
  }
}
