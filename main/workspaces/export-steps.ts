// The steps of an export with their times, told whenever one of them changes.
import type { WorkspaceExportStage, WorkspaceExportStep } from '../../preload/model'

export type ExportReport = (
  stage: WorkspaceExportStage,
  subject: string,
  change: Partial<WorkspaceExportStep>,
) => void

export interface ExportSteps {
  all(): readonly WorkspaceExportStep[]
  /** Steps that are only known now; what is known of the others stays. */
  plan(planned: readonly WorkspaceExportStep[]): void
  change: ExportReport
  run<T>(stage: WorkspaceExportStage, subject: string, work: () => Promise<T>): Promise<T>
}

export function createExportSteps(
  planned: readonly WorkspaceExportStep[],
  onSteps: (steps: readonly WorkspaceExportStep[]) => void,
): ExportSteps {
  let steps = planned
  const change: ExportReport = (stage, subject, what) => {
    steps = steps.map((one) => (one.stage === stage && one.subject === subject ? { ...one, ...what } : one))
    onSteps(steps)
  }
  return {
    all: () => steps,
    plan: (now) => {
      steps = now.map(
        (one) => steps.find(({ stage, subject }) => stage === one.stage && subject === one.subject) ?? one,
      )
      onSteps(steps)
    },
    change,
    run: async (stage, subject, work) => {
      change(stage, subject, { state: 'active', startedAt: Date.now() })
      try {
        const result = await work()
        change(stage, subject, { state: 'done', endedAt: Date.now() })
        return result
      } catch (error) {
        change(stage, subject, { state: 'failed', endedAt: Date.now() })
        throw error
      }
    },
  }
}
