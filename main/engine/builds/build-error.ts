// Why a build failed, and at which line of its Dockerfile.
import { AppError, isAbort } from '../../../preload/errors'
import type { Build, BuildRequest, BuildStep } from '../../../preload/model'
import { errorOfWords, statusOf, toAppError } from '../engine-words'
import { Refused } from '../progress-stream'
import { lineOfStep, type Instruction } from './dockerfile'

export function buildError(error: unknown, request: BuildRequest, failed: BuildStep | undefined): unknown {
  if (error instanceof AppError || isAbort(error)) return error
  if (error instanceof Refused) return ofWords(error, request, failed)
  if (statusOf(error) !== undefined) {
    const shown = toAppError(error)
    return shown instanceof AppError && shown.code === 'engine.refused'
      ? ofWords(error as Error, request, failed)
      : shown
  }
  return new AppError('build.failed', { detail: String(error), cause: error })
}

function ofWords(cause: Error, { target = '' }: BuildRequest, failed: BuildStep | undefined): AppError {
  const { message: detail } = cause
  const asked = ofHandedOver(detail, cause)
  if (asked) return asked
  const code = /exit code: (\d+)/.exec(detail)?.[1]
  if (failed && code !== undefined)
    return new AppError('build.step-failed', { params: { step: failed.name, code }, detail, cause })
  if (/dockerfile parse error|unknown instruction|dockerfile.*syntax/i.test(detail))
    return new AppError('build.bad-dockerfile', { detail, cause })
  if (/target stage .* could not be found/.test(detail))
    return new AppError('build.bad-target', { params: { target }, detail, cause })
  const missing = /"([^"]+)":? not found|lstat (\S+): no such file/.exec(detail)
  if (missing && /checksum|cache key|lstat/.test(detail))
    return new AppError('build.file-not-found', {
      params: { path: missing[1] ?? missing[2] ?? '' },
      detail,
      cause,
    })
  const forbidden = /(?:open|lstat|readdir) (\S.*): (?:permission denied|Access is denied)/i.exec(detail)?.[1]
  if (forbidden !== undefined && /sender|context/.test(detail))
    return new AppError('build.unreadable', { params: { path: forbidden }, detail, cause })
  const reference =
    /([^\s"]+): (?:failed to resolve|failed to do request|pull access|not found|.*unauthorized)/.exec(
      detail,
    )?.[1]
  const known = errorOfWords(detail, reference === undefined ? {} : { reference }, cause)
  return known.code === 'engine.refused' ? new AppError('build.failed', { detail, cause }) : known
}

/** What only buildx hands over. Sources: moby/buildkit, session/secrets, session/sshforward; docker/buildx, build. */
function ofHandedOver(detail: string, cause: Error): AppError | undefined {
  const secret = /secret (\S+?)(?: not found)?: not found|failed to get secret (\S+?):/.exec(detail)
  if (secret)
    return new AppError('build.secret-missing', {
      params: { id: secret[1] ?? secret[2] ?? '' },
      detail,
      cause,
    })
  if (/SSH_AUTH_SOCK|invalid empty ssh agent/.test(detail))
    return new AppError('build.no-ssh-agent', { detail, cause })
  if (/failed to (?:parse|read) .*(?:ssh|key)|ssh: .*(?:passphrase|no key found)/i.test(detail))
    return new AppError('build.bad-ssh-key', { detail, cause })
  if (/no ssh handler|unset ssh forward key|no SSH key "[^"]*" forwarded/i.test(detail))
    return new AppError('build.ssh-missing', { detail, cause })
  if (/multi(?:ple|-)? ?platforms? (?:feature|build) is (?:currently )?not supported/i.test(detail))
    return new AppError('build.one-platform-only', { detail, cause })
  return undefined
}

/** The parser names the line itself; otherwise it is that of the step. */
export function failedLine(
  dockerfile: string,
  instructions: readonly Instruction[],
  error: unknown,
  failed: BuildStep | undefined,
): Build['failedLine'] {
  const words = error instanceof Error ? error.message : ''
  const told = /(?:parse error(?: on)? line|Dockerfile:)\s?(\d+)/i.exec(words)?.[1]
  const number = told === undefined ? failed && lineOfStep(instructions, failed.name)?.line : Number(told)
  if (number === undefined) return undefined
  return { number, text: (dockerfile.split(/\r?\n/)[number - 1] ?? '').slice(0, 400) }
}
