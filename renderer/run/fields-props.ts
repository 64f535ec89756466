// What every group of fields of the run form gets.
import type { RunForm } from './form'
import type { Problem } from './validate'

export interface FieldsProps {
  readonly form: RunForm
  readonly change: (part: Partial<RunForm>) => void
  readonly problems: readonly Problem[]
}
