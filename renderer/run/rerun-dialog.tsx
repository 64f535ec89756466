// The run form for a container that exists: filled with what it is, and carried out by making it again.
import { useCallback, useMemo, type ReactNode } from 'react'
import { useAnswer, type Question } from '../details/use-answer'
import { useContainer } from '../stores/mirrors'
import { reportTold } from '../stores/toasts'
import { formOfContainer } from './fill-from-container'
import type { RunForm } from './form'
import { readKnownContainer, type KnownContainer } from './known-container'
import { RunDialog } from './run-dialog'

export interface RerunDialogProps {
  readonly id: string
  /** A folder of the container that shall be kept in a volume from now on. */
  readonly keepPath?: string | undefined
}

export function RerunDialog({ id, keepPath }: RerunDialogProps): ReactNode {
  const imageId = useContainer(id)?.imageId
  const ask = useCallback<Question<KnownContainer>>(
    (contract, signal) => readKnownContainer(contract, id, imageId ?? '', signal),
    [id, imageId],
  )
  // Asked once: a container that changes meanwhile must not take what was typed.
  const { value, error } = useAnswer(ask, undefined)
  const form = useMemo(
    () => value && withVolume(formOfContainer(value.json, value.image), keepPath),
    [value, keepPath],
  )
  if (error) reportTold(error)
  if (!form) return null
  return <RunDialog image={form.image} again={{ id, name: form.name, form }} />
}

function withVolume(form: RunForm, path: string | undefined): RunForm {
  if (path === undefined) return form
  const last = path.split('/').findLast(Boolean) ?? 'data'
  const volume = `${form.name}-${last}`.replace(/[^A-Za-z0-9_.-]/g, '-')
  return { ...form, data: [...form.data, { path, keep: true, volume }] }
}
