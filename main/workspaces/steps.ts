// The steps of one start: kept on disk as they go, so that a start that was cut off can go on where it stopped.
import type { WorkspaceRun, WorkspaceStep } from '../../preload/model'

export interface Steps {
  all(): readonly WorkspaceStep[]
  get(id: string): WorkspaceStep | undefined
  /** Adds one that was not known at the beginning. */
  add(step: WorkspaceStep): void
  change(id: string, change: Partial<WorkspaceStep>): void
  /** Runs a step that is not done yet, with its times. A step that is done is not run again. */
  run(id: string, work: () => Promise<void | 'skipped'>): Promise<void>
}

/** Told of every change; `lasting` ones must be on disk before the start goes on. */
export type OnSteps = (steps: readonly WorkspaceStep[], lasting: boolean) => Promise<void>

export const newStep = (
  kind: WorkspaceStep['kind'],
  services: readonly string[],
  subject: string,
): WorkspaceStep => ({ id: `${kind}:${subject}`, kind, services, subject, state: 'waiting' })

export function createSteps(planned: readonly WorkspaceStep[], onSteps: OnSteps): Steps {
  const steps = new Map(planned.map((step) => [step.id, step]))
  const tell = (lasting: boolean): Promise<void> => onSteps([...steps.values()], lasting)
  const change = (id: string, what: Partial<WorkspaceStep>): void => {
    const step = steps.get(id)
    if (step) steps.set(id, { ...step, ...what })
  }
  return {
    all: () => [...steps.values()],
    get: (id) => steps.get(id),
    add: (step) => {
      if (!steps.has(step.id)) steps.set(step.id, step)
      void tell(false)
    },
    change: (id, what) => {
      change(id, what)
      void tell(false)
    },
    run: async (id, work) => {
      const step = steps.get(id)
      if (!step || step.state === 'done' || step.state === 'skipped') return
      change(id, { state: 'active', startedAt: Date.now() })
      await tell(true)
      try {
        const result = await work()
        change(id, { state: result ?? 'done', endedAt: Date.now() })
      } catch (error) {
        change(id, { state: 'failed', endedAt: Date.now() })
        throw error
      } finally {
        await tell(true)
      }
    },
  }
}

/**
 * The steps for going on: what was done stays with its times, everything else begins anew. Containers may have
 * stopped meanwhile, so what is about them is looked at again.
 */
export function stepsToGoOn(
  planned: readonly WorkspaceStep[],
  before: WorkspaceRun | undefined,
): readonly WorkspaceStep[] {
  const done = new Map(
    (before?.steps ?? []).filter(({ state }) => state === 'done').map((one) => [one.id, one]),
  )
  const lasts = new Set<WorkspaceStep['kind']>(['images', 'pull', 'restore', 'seed'])
  return planned.map((step) => (lasts.has(step.kind) ? (done.get(step.id) ?? step) : step))
}
