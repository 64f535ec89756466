// Waits in the command for work that goes on by itself, and ends with its error when it has one.
import { AppError, type SerialisedError } from '../../preload/errors'
import type { CollectionChange } from '../../preload/model'

interface Job {
  readonly id: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly error?: SerialisedError
}

/** @throws AppError of the job; TypeError when somebody cancelled or forgot it */
export async function followJob<T extends Job>(
  watch: AsyncIterable<CollectionChange<T>>,
  id: string,
  onChange: (job: T) => void = () => {},
): Promise<T> {
  for await (const change of watch) {
    const job = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
    if (!job) continue
    onChange(job)
    if (job.state === 'done') return job
    if (job.error) throw new AppError(job.error.code, job.error)
    if (job.state === 'cancelled') break
  }
  throw new TypeError('it was cancelled')
}
