// Logins kept by a Docker credential helper: a program that speaks JSON over stdin and stdout.
// Protocol: github.com/docker/docker-credential-helpers, README, "Development".
import { AppError } from '../../../preload/errors'
import { run } from '../../base/child'
import type { Login, LoginStore } from './login-store'

type Env = Readonly<Record<string, string | undefined>>
type Action = 'list' | 'get' | 'store' | 'erase'

/** A helper may ask the person to unlock something; nobody waits longer than this. */
const deadlineMs = 60_000
/** What the helpers print when there is no such login; some of them fail to erase one, too. */
const nothingThere = /credentials not found/i

/** Undefined when the program is not there or does not answer. */
export async function openHelper(name: string, env: Env): Promise<LoginStore | undefined> {
  const store = helperOf(name, env)
  if (!store) return undefined
  try {
    await store.list()
    return store
  } catch {
    return undefined
  }
}

/** Not asked yet; undefined for what is no name of a program. */
export const helperOf = (name: string, env: Env): LoginStore | undefined =>
  /^[a-zA-Z0-9._-]+$/.test(name) ? helperStore(`docker-credential-${name}`, env) : undefined

function helperStore(program: string, env: Env): LoginStore {
  /** `secret` is in no word of an error. @returns what it printed; undefined when there is no such login */
  const ask = async (action: Action, input: string, secret = ''): Promise<string | undefined> => {
    const hidden = (text: string): string => (secret === '' ? text : text.replaceAll(secret, '••••••'))
    const signal = AbortSignal.timeout(deadlineMs)
    try {
      const { exitCode, stdout, stderr } = await run(program, [action], { env, input, signal })
      if (exitCode === 0) return stdout
      if (nothingThere.test(stdout + stderr)) return undefined
      // What it printed may quote what it was given, so only its own standard error is kept, and that is looked through.
      throw failed(program, hidden(stderr.trim()) || `${action}: exit code ${exitCode}`)
    } catch (error) {
      throw error instanceof AppError ? error : failed(program, hidden(String(error)))
    }
  }
  return {
    keeper: { kind: 'helper', name: program },
    list: async () =>
      new Map(Object.entries(parse<Record<string, string>>(program, await ask('list', '')) ?? {})),
    get: async (server) => {
      const found = parse<{ Username?: string; Secret?: string }>(program, await ask('get', server))
      return found?.Secret === undefined
        ? undefined
        : { username: found.Username ?? '', secret: found.Secret }
    },
    put: async (server, { username, secret }: Login) => {
      await ask('store', JSON.stringify({ ServerURL: server, Username: username, Secret: secret }), secret)
    },
    remove: async (server) => {
      await ask('erase', server)
    },
  }
}

function parse<T>(program: string, text: string | undefined): T | undefined {
  if (text === undefined || text.trim() === '') return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    throw failed(program, 'its answer is not JSON')
  }
}

const failed = (keeper: string, detail: string): AppError =>
  new AppError('registry.keeper-failed', { params: { keeper }, detail })
