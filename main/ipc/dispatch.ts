// Lets calls in: the method exists in the contract, its arguments fit their validator, then the service runs.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { CallTarget } from '../../preload/rpc-server'
import type { Log } from '../base/log'
import { validators } from './validators'

type Method = (options: object) => unknown

/** The contract's services behind validation; errors that nobody expected go to the log with their stack. */
export function createDispatch(services: Contract, log: Log): CallTarget {
  const find = (service: string, method: string, args: unknown): { run: Method; options: object } => {
    const family = Object.hasOwn(validators, service) ? validators[service] : undefined
    const schema = family && Object.hasOwn(family, method) ? family[method] : undefined
    const params = { service: service.slice(0, 64), method: method.slice(0, 64) }
    if (!schema) throw new AppError('internal.invalid-call', { params })
    const parsed = schema.safeParse(args)
    if (!parsed.success) {
      const detail = parsed.error.issues
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ')
      throw new AppError('internal.invalid-call', { params, detail })
    }
    const target = services[service as keyof Contract] as unknown as Record<string, Method>
    const run = target[method]
    if (!run) throw new Error(`${service}.${method} has a validator but no implementation`)
    return { run: run.bind(target), options: parsed.data as object }
  }
  return {
    call: async (service, method, args, signal) => {
      const { run, options } = find(service, method, args)
      return run({ ...options, signal })
    },
    async *stream(service, method, args, signal) {
      const { run, options } = find(service, method, args)
      yield* run({ ...options, signal }) as AsyncIterable<unknown>
    },
    onBug: (error) => log.error('call failed', error),
  }
}
