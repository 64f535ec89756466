// Why a build failed, and at which line of its Dockerfile.
import { AppError, isAbort } from '../../../preload/errors'
import type { Build, BuildRequest, BuildStep } from '../../../preload/model'
import { errorOfWords, statusOf, toAppError } from '../engine-words'
import { Refused } from '../progress-stream'
import { imagesUsed, imageUse } from './base-images'
import { lineOfStep, type Instruction } from './dockerfile'

/** What was built, and how far it came. */
export interface Failed {
  readonly request: BuildRequest
  readonly dockerfile: string
  readonly instructions: readonly Instruction[]
  readonly step: BuildStep | undefined
}

export function buildError(error: unknown, failed: Failed): unknown {
  if (error instanceof AppError || isAbort(error)) return error
  if (error instanceof Refused) return ofWords(error, failed)
  if (statusOf(error) !== undefined) {
    const shown = toAppError(error)
    return shown instanceof AppError && shown.code === 'engine.refused'
      ? ofWords(error as Error, failed)
      : shown
  }
  return new AppError('build.failed', { detail: String(error), cause: error })
}

function ofWords(cause: Error, failed: Failed): AppError {
  const { message: detail } = cause
  const { request, step } = failed
  // Whatever could not be written: what it was, other rules would take for the reason.
  if (/no space left on device/i.test(detail)) return errorOfWords(detail, {}, cause)
  const asked = ofHandedOver(detail, cause)
  if (asked) return asked
  const code = /exit code: (\d+)/.exec(detail)?.[1]
  if (step && code !== undefined)
    return new AppError('build.step-failed', { params: { step: step.name, code }, detail, cause })
  const base = emptyBase(detail, failed)
  if (base !== undefined) return new AppError('build.no-base', { params: { name: base }, detail, cause })
  if (
    /dockerfile parse error|unknown instruction|dockerfile.*syntax|Dockerfile cannot be empty|file with no instructions|no build stage in current/i.test(
      detail,
    )
  )
    return new AppError('build.bad-dockerfile', { detail, cause })
  if (/target stage .* could not be found/.test(detail))
    return new AppError('build.bad-target', { params: { target: request.target ?? '' }, detail, cause })
  const stage = unknownStage(detail, failed)
  if (stage !== undefined) return new AppError('build.unknown-stage', { params: { stage }, detail, cause })
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
  // What is said of a file or a container is about those of the step, which nobody sees in a list.
  return /^(?:engine\.refused|file\.|container\.)/.test(known.code)
    ? new AppError('build.failed', { detail, cause })
    : known
}

const noBase =
  /base name \(([^)]*)\) should not be blank|failed to parse stage name "([^"]*)": invalid reference/

/** A name that only lacks the value of an argument; one that is wrong as it stands has an error of its own. */
function emptyBase(detail: string, { instructions, request }: Failed): string | undefined {
  const [, written, filled] = noBase.exec(detail) ?? []
  if (written !== undefined || filled === undefined) return written
  const use = imagesUsed(instructions, request.args).find(({ name }) => name === filled)
  return use?.instruction.text.includes('$') ? filled : undefined
}

/** `COPY --from=name` looks for an image of the name when there is no such stage: hardly ever is that what was meant. */
function unknownStage(detail: string, { step, instructions, request }: Failed): string | undefined {
  const index = /invalid stage index (\d+)/.exec(detail)?.[1]
  if (index !== undefined) return index
  const image = imageOfStep(step)
  const use = image === undefined ? undefined : imageUse(instructions, request.args, image)
  return use && !use.isBase && /^[\w-]+$/.test(use.name) ? use.name : undefined
}

/** Of a step that only fetches an image. */
const imageOfStep = (step: BuildStep | undefined): string | undefined =>
  /(?:^|\] )(?:FROM|load metadata for) (\S+)/.exec(step?.name ?? '')?.[1]

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

/** The parser names the line itself; otherwise it is that of the step, or of the image that it was about. */
export function failedLine(failed: Failed, error: unknown): Build['failedLine'] {
  const words = error instanceof Error ? error.message : ''
  const told = /(?:parse error(?: on)? line|Dockerfile:)\s?(\d+)/i.exec(words)?.[1]
  const number = told === undefined ? lineWithout(failed, words) : Number(told)
  if (number === undefined) return undefined
  return { number, text: (failed.dockerfile.split(/\r?\n/)[number - 1] ?? '').slice(0, 400) }
}

function lineWithout({ instructions, request, step }: Failed, words: string): number | undefined {
  const [, written, filled] = noBase.exec(words) ?? []
  if (written !== undefined)
    return instructions.find(({ keyword, text }) => keyword === 'FROM' && text.includes(written))?.line
  if (filled !== undefined)
    return imagesUsed(instructions, request.args).find(({ name }) => name === filled)?.instruction.line
  const index = /invalid stage index (\d+)/.exec(words)?.[1]
  if (index !== undefined) return instructions.find(({ text }) => text.includes(`--from=${index} `))?.line
  if (/no build stage in current/.test(words)) return instructions[0]?.line
  const image = imageOfStep(step)
  if (image !== undefined) return imageUse(instructions, request.args, image)?.instruction.line
  return step && lineOfStep(instructions, step.name)?.line
}
