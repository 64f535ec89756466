// What an error was about: the call that failed and the words that name its subject, to know when the same one works.
import type { Contract } from '../../preload/contract'
import { isStream } from '../../preload/rpc'

const subjects = new WeakMap<object, string>()

/** Of an error that a call threw, or that {@link passSubject} was told of. */
export const subjectOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? subjects.get(error) : undefined

/** `data` is the same error in another form. */
export function passSubject(error: unknown, data: object): void {
  const subject = subjectOf(error)
  if (subject !== undefined) subjects.set(data, subject)
}

/**
 * The same contract, whose errors have a subject. Ids and names are a part of it; what was typed into a form is not,
 * for it is changed before the next try.
 * @param worked is called with the subject of each call that was answered
 */
export function withSubjects(contract: Contract, worked: (subject: string) => void): Contract {
  return new Proxy(contract, {
    get: (services, service: keyof Contract) =>
      new Proxy(services[service], {
        get: (methods: object, method: string) => {
          const call = (methods as Readonly<Record<string, Call>>)[method]
          if (call === undefined || isStream(method)) return call
          return (options?: object) => follow(call(options), `${service}.${method} ${named(options)}`, worked)
        },
      }),
  })
}

type Call = (options?: object) => Promise<unknown>

const named = (options: object = {}): string =>
  JSON.stringify(Object.entries(options).filter(([, value]) => typeof value === 'string'))

async function follow(
  call: Promise<unknown>,
  subject: string,
  worked: (subject: string) => void,
): Promise<unknown> {
  try {
    const value = await call
    worked(subject)
    return value
  } catch (error) {
    if (typeof error === 'object' && error !== null) subjects.set(error, subject)
    throw error
  }
}
