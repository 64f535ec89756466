// Errors that people are meant to see: a code, its parameters, the engine's own words, the cause, the remedy.
import { errorTexts, type ErrorCode } from './error-texts'
import type { RemedyAction } from './error-texts/error-text'
import { fillTemplate } from './text'

export type { ErrorCode, RemedyAction }

export type ErrorParams = Readonly<Record<string, string | number>>

/** How an error crosses a process boundary: plain data, nothing lost. */
export interface SerialisedError {
  readonly code: ErrorCode
  /** The English sentence, for logs and the command line. */
  readonly message: string
  readonly params: ErrorParams
  /** The words of the engine, VM or operating system, shown below ours. */
  readonly detail?: string
  readonly cause?: SerialisedError
}

export interface ErrorOptions {
  readonly params?: ErrorParams
  readonly detail?: string
  readonly cause?: unknown
}

/** An expected error. Everything else that is thrown is a bug and becomes `internal.bug` at the boundary. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly detail?: string

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    const params = options.params ?? {}
    super(fillTemplate(errorTexts[code].en.title, params), { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.params = params
    if (options.detail !== undefined) this.detail = options.detail
  }

  /** What to do about it, in English: for logs and the command line. */
  get remedy(): string {
    return fillTemplate(errorTexts[this.code].en.remedy, this.params)
  }
}

export const isAppError = (error: unknown, code?: ErrorCode): error is AppError =>
  error instanceof AppError && (code === undefined || error.code === code)

/** True for the error that an aborted signal throws; giving up is never shown as a failure. An AppError always is one. */
export const isAbort = (error: unknown): boolean =>
  error instanceof Error &&
  !(error instanceof AppError) &&
  (error.name === 'AbortError' || isAbort(error.cause))

/** Turns anything thrown into data. A bug keeps its message as detail and gets the code `internal.bug`. */
export function serialiseError(error: unknown): SerialisedError {
  if (error instanceof AppError) {
    const { code, message, params, detail } = error
    return {
      code,
      message,
      params,
      ...(detail === undefined ? {} : { detail }),
      ...(error.cause instanceof AppError ? { cause: serialiseError(error.cause) } : {}),
    }
  }
  const detail = error instanceof Error ? error.message : String(error)
  // No bug, whichever work it ended: of all that a disk says, only this happens to everybody.
  const { code } = (error ?? {}) as { readonly code?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return serialiseError(new AppError('files.no-space', { params: { file: 'Portside' }, detail }))
  return { code: 'internal.bug', message: errorTexts['internal.bug'].en.title, params: {}, detail }
}

/** The inverse of {@link serialiseError}; unknown codes of a newer peer become `internal.bug`, words kept. */
export function reviveError(data: SerialisedError): AppError {
  const known = Object.hasOwn(errorTexts, data.code)
  const detail = known ? data.detail : `${data.message} ${data.detail ?? ''}`.trim()
  return new AppError(known ? data.code : 'internal.bug', {
    params: data.params,
    ...(detail === undefined ? {} : { detail }),
    ...(data.cause ? { cause: reviveError(data.cause) } : {}),
  })
}
