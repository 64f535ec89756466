// Downloads of images: each goes on by itself, is told about in a collection, and can be joined or cancelled.
import { AppError, isAbort } from '../../preload/errors'
import type { Pull } from '../../preload/model'
import type { Log } from '../base/log'
import { openStream } from './client'
import type { Connection } from './connection'
import { errorOfWords, statusOf, toAppError } from './engine-words'
import { createJobs, type Jobs } from '../base/jobs'
import { followProgress, Refused } from './progress-stream'
import { noProgress, reducePull, type PullProgress } from './pull-progress'
import type { PullRate } from './pull-rate'
import { parseReference } from './reference'
import type { Logins } from './registries/logins'

export interface Pulls extends Pick<Jobs<Pull>, 'store' | 'cancel' | 'dismiss' | 'dispose'> {
  /** Begins a download of a checked reference and gives its id; that of the one under way, if there is one. */
  begin(reference: string, platform?: string): string
}

export interface PullsOptions {
  readonly connection: Connection
  readonly logins: Logins
  readonly rate: Pick<PullRate, 'add'>
  readonly log: Log
}

export function createPulls({ connection, logins, rate, log }: PullsOptions): Pulls {
  const jobs = createJobs<Pull>(log)
  return {
    ...jobs,
    begin: (reference, platform) => {
      const same = jobs
        .values()
        .find((one) => one.reference === reference && one.platform === platform && one.state === 'active')
      if (same) return same.id
      connection.client()
      return jobs.begin({
        about: { reference, ...(platform === undefined ? {} : { platform }), ...noProgress },
        run: async (signal, report) => {
          const begun = performance.now()
          const progress = await download({ connection, logins }, { reference, platform }, signal, report)
          rate.add(progress.doneBytes, performance.now() - begun)
          return progress
        },
        explain: (error) => pullError(error, reference, platform, connection),
      })
    },
  }
}

/** Rejects with the engine's refusal, also when it comes in the middle of the download. */
async function download(
  { connection, logins }: Pick<PullsOptions, 'connection' | 'logins'>,
  { reference, platform }: { readonly reference: string; readonly platform: string | undefined },
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<PullProgress> {
  const { repository, version } = parseReference(reference)
  const stream = await openStream(connection.docker(), {
    path: '/images/create',
    method: 'POST',
    query: { fromImage: repository, tag: version, ...(platform === undefined ? {} : { platform }) },
    auth: await logins.authFor(repository),
    signal,
  })
  let progress = noProgress
  await followProgress(stream, signal, (message) => {
    const next = reducePull(progress, message)
    if (next !== progress) onProgress(next)
    progress = next
  })
  return progress
}

function pullError(
  error: unknown,
  reference: string,
  platform: string | undefined,
  connection: Connection,
): unknown {
  const asked = { reference, ...(platform === undefined ? platformOf(connection) : { platform }) }
  if (error instanceof Refused) return errorOfWords(error.message, asked, error)
  if (error instanceof AppError || isAbort(error) || statusOf(error) !== undefined)
    return toAppError(error, asked)
  return new AppError('image.pull-interrupted', {
    params: { reference },
    detail: String(error),
    cause: error,
  })
}

function platformOf(connection: Connection): { readonly platform?: string } {
  try {
    return { platform: connection.client().platform }
  } catch {
    return {}
  }
}
