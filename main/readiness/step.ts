// What a readiness check is: whether it applies to a computer, what it finds there, and the ways out it offers.
import { isAppError, type ErrorParams } from '../../preload/errors'
import type {
  PortChoices,
  ReadinessFix,
  ReadinessFixKind,
  ReadinessId,
  ReadinessState,
  TakenPort,
} from '../../preload/model'
import type { ReadinessOutcome } from '../../preload/readiness-texts'
import type { Computer } from './computer'

export interface Finding {
  readonly state: Exclude<ReadinessState, 'checking'>
  readonly outcome: ReadinessOutcome
  readonly params?: ErrorParams
  readonly fixes?: readonly ReadinessFix[]
  readonly taken?: readonly TakenPort[]
}

export interface HowToFix {
  readonly ports?: PortChoices | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Step {
  readonly id: ReadinessId
  /** Whether it can find something that keeps the engine from starting. */
  readonly blocks?: true
  applicable(computer: Computer): boolean
  /** Changes nothing. What it throws is told as "could not check". */
  check(computer: Computer, signal: AbortSignal): Promise<Finding>
  /** @throws AppError */
  readonly fix?: (computer: Computer, kind: ReadinessFixKind, how: HowToFix) => Promise<void>
}

export const always = (): boolean => true

const gigabyte = 1e9
const gibibyte = 1024 ** 3
const decimal = (value: number): string =>
  String(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)

/** Room on a disk, as it is sold: `128 GB`. */
export const diskSize = (bytes: number): string => `${decimal(bytes / gigabyte)} GB`
/** Memory, as it is sold: 16 GiB is `16 GB`. */
export const memorySize = (bytes: number): string => `${decimal(bytes / gibibyte)} GB`

/** Told in the language of whoever reads it, where it is one of Portside's own errors. */
export const reasonOf = (error: unknown): ErrorParams =>
  isAppError(error)
    ? { ...error.params, reason: error.message, code: error.code }
    : { reason: error instanceof Error ? error.message : String(error) }
