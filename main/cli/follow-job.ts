// Waits in the command for work that goes on by itself, and ends with its error when it has one.
import { AppError, type SerialisedError } from '../../preload/errors'
import type { CollectionChange } from '../../preload/model'

interface Job {
  readonly id: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly error?: SerialisedError
}

/**
 * An interruption (Ctrl-C) cancels the work, which then ends as it would by the window's button.
 * @throws AppError of the job; AbortError when somebody cancelled or forgot it
 */
export async function followJob<T extends Job>(
  watch: AsyncIterable<CollectionChange<T>>,
  id: string,
  cancel: () => Promise<void>,
  onChange: (job: T) => void = () => {},
): Promise<T> {
  const interrupted = (): void => void cancel().catch(() => {})
  process.once('SIGINT', interrupted)
  try {
    for await (const change of watch) {
      const job = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
      if (!job) continue
      onChange(job)
      if (job.state === 'done') return job
      if (job.error) throw new AppError(job.error.code, job.error)
      if (job.state === 'cancelled') break
    }
  } finally {
    process.off('SIGINT', interrupted)
  }
  throw new DOMException('it was cancelled', 'AbortError')
}
