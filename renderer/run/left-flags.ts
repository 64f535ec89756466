// Flags of `docker run` that are known and not carried out, and why.
import type { Flag } from './read-command'

const whys = {
  cidfile: 'run.leftCidfile',
  'kernel-memory': 'run.leftKernelMemory',
  'use-api-socket': 'run.leftApiSocket',
  'cpu-count': 'run.leftWindows',
  'cpu-percent': 'run.leftWindows',
  'io-maxbandwidth': 'run.leftWindows',
  'io-maxiops': 'run.leftWindows',
} as const

export interface LeftWhy {
  /** As it was written. */
  readonly flag: string
  readonly value: string
  readonly why: (typeof whys)[keyof typeof whys]
}

export const whyLeft = ({ name, value, text }: Flag): LeftWhy[] =>
  Object.hasOwn(whys, name) ? [{ flag: text, value, why: whys[name as keyof typeof whys] }] : []
