// What the validators of several services share.
import { z } from 'zod'
import type { Contract, MethodName, ServiceName } from '../../../preload/contract'
import { checkPortNumber } from '../../base/port-address'

/** The options of a method as they cross the wire: without the signal. */
type WireArgs<F> = F extends (options: infer O extends object) => unknown
  ? Omit<O, 'signal'>
  : Record<string, never>

/** A schema per method of one service; a method without one does not compile. */
export type ServiceValidators<S extends ServiceName> = {
  readonly [M in MethodName<S>]: z.ZodType<WireArgs<Contract[S][M]>>
}

export const none = z.strictObject({}) as z.ZodType<Record<string, never>>
/** Object ids as Docker gives and accepts them: full, short, or a name. */
export const id = z.string().min(1).max(256)
export const reference = z.string().max(1024)
export const name = z.string().max(256)
export const protocol = z.enum(['tcp', 'udp'])
/** `0` stands for any free port, and is refused where that makes no sense. @throws port.bad-port in words for people */
export const port = z.unknown().transform((value): number => {
  if (value !== 0) checkPortNumber(value)
  return value
})
export const address = z.string().max(64)
export const one = z.strictObject({ id })

export const ids = z.strictObject({ ids: z.array(id).max(10_000) })
