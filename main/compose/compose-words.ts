// Compose's own words turned into errors that say what to do; each pattern was seen with Compose 2.26, and with 2.40 where
// that says it in another way.
import { AppError, type ErrorCode, type ErrorParams } from '../../preload/errors'
import { bindTaken, boundPort } from '../base/bind-words'
import { unsharedFolder, unsharedWords } from '../base/unshared-folder'

/** What is wrong, and where to look for it in the files. */
export interface ComposeFault {
  readonly code: ErrorCode
  readonly params: ErrorParams
  /** File that Compose names. */
  readonly file?: string
  /** Keys from the top that lead to it: `['services', 'web', 'comand']`. */
  readonly path?: readonly string[]
  /** From 1, as Compose counts: its parser often means the line before. */
  readonly line?: number
}

interface Pattern {
  readonly like: RegExp
  readonly fault: (found: RegExpExecArray) => ComposeFault
}

const text = (found: RegExpExecArray, at: number): string => found[at] ?? ''

const unknownKey = (file: string, path: readonly string[], key: string): ComposeFault => ({
  ...{ code: 'compose.unknown-key', params: { key } },
  ...{ file, path: [...path, key] },
})

const patterns: readonly Pattern[] = [
  {
    like: /(?:^|: )yaml: (?:unmarshal errors:\s*)?line (\d+): (.+)/m,
    fault: (f) => ({
      code: 'compose.bad-yaml',
      params: { problem: text(f, 2).trim() },
      line: Number(text(f, 1)),
    }),
  },
  {
    like: /(?:^|: )yaml: (.+)/m,
    fault: (f) => ({ code: 'compose.bad-yaml', params: { problem: text(f, 1).trim() } }),
  },
  {
    // Since 2.40, without the word.
    like: /failed to parse ([^\n]+?): (?:yaml: )?line (\d+): (.+)/,
    fault: (f) => ({
      code: 'compose.bad-yaml',
      params: { problem: text(f, 3).trim() },
      file: text(f, 1),
      line: Number(text(f, 2)),
    }),
  },
  {
    // Of several, the first; nothing stands for the root.
    like: /validating ([^\n]+?): (\S*) additional properties '([^']+)'[^\n]* not allowed/,
    fault: (f) => unknownKey(text(f, 1), keys(text(f, 2)), text(f, 3)),
  },
  {
    like: /validating ([^\n]+?): (\S+) Additional property (\S+) is not allowed/,
    fault: (f) => unknownKey(text(f, 1), keys(text(f, 2)), text(f, 3)),
  },
  {
    like: /validating ([^\n]+?): (\S*) (.+)/,
    fault: (f) => ({
      code: 'compose.invalid',
      params: { problem: `${text(f, 2)} ${text(f, 3)}`.trim() },
      file: text(f, 1),
      path: keys(text(f, 2)),
    }),
  },
  {
    like: /(?:dependency cycle detected: |[Cc]ycle found: )([^\n]+)/,
    fault: (f) => {
      const services = text(f, 1).trim()
      return {
        code: 'compose.cycle',
        params: { services },
        path: ['services', services.split(' ')[0] ?? '', 'depends_on'],
      }
    },
  },
  {
    like: /interpolating (\S+): required variable (\S+) is missing a value:? ?([^\n]*)/,
    fault: (f) => ({
      code: 'compose.missing-variable',
      params: { name: text(f, 2), words: text(f, 3).trim() },
      path: keys(text(f, 1)),
    }),
  },
  {
    like: /invalid interpolation format for ([^\s]+?)\.?\n/,
    fault: (f) => ({
      code: 'compose.invalid',
      params: { problem: `${text(f, 1)}: \${…}` },
      path: keys(text(f, 1)),
    }),
  },
  {
    like: /service "([^"]+)" depends on undefined service "?([\w.-]+)"?/,
    fault: (f) => ({
      code: 'compose.undefined',
      params: { service: text(f, 1), kind: 'services', name: text(f, 2) },
      path: ['services', text(f, 1), 'depends_on'],
    }),
  },
  {
    like: /service "([^"]+)" refers to undefined (volume|network|secret|config) "?([^\s":]+)"?/,
    fault: (f) => ({
      code: 'compose.undefined',
      params: { service: text(f, 1), kind: `${text(f, 2)}s`, name: text(f, 3) },
      path: ['services', text(f, 1), `${text(f, 2)}s`],
    }),
  },
  {
    like: /service "([^"]+)" has neither an image nor a build context/,
    fault: (f) => ({
      code: 'compose.no-image',
      params: { service: text(f, 1) },
      path: ['services', text(f, 1)],
    }),
  },
  { like: /empty compose file/, fault: () => ({ code: 'compose.empty', params: {} }) },
  {
    like: /(?:env file |open |stat )([^\n]+?)(?: not found)?:[^\n]*no such file or directory|The system cannot find the (?:file|path)/,
    fault: (f) => ({ code: 'compose.missing-file', params: { path: text(f, 1) } }),
  },
  {
    like: /network (\S+) declared as external, but could not be found/,
    fault: (f) => ({ code: 'compose.missing-network', params: { name: text(f, 1) } }),
  },
  {
    like: /external volume "([^"]+)" not found/,
    fault: (f) => ({ code: 'compose.missing-volume', params: { name: text(f, 1) } }),
  },
  {
    like: /service "([^"]+)" didn't complete successfully: exit (\d+)/,
    fault: (f) => ({
      code: 'compose.service-failed',
      params: { service: text(f, 1), code: Number(text(f, 2)) },
    }),
  },
  {
    like: /container (\S+) is unhealthy/,
    fault: (f) => ({ code: 'compose.unhealthy', params: { container: text(f, 1) } }),
  },
  {
    like: /container (\S+) exited \((\d+)\)/,
    fault: (f) => ({
      code: 'compose.service-failed',
      params: { service: text(f, 1), code: Number(text(f, 2)) },
    }),
  },
  {
    like: bindTaken,
    fault: (f) => ({ code: 'compose.port-taken', params: { port: boundPort(f) } }),
  },
  {
    like: unsharedWords,
    fault: (f) => {
      const { path = '', folder = '' } = unsharedFolder(text(f, 0)) ?? {}
      // What Compose asks for by `--mount` may be missing on this computer as well.
      return f[1] === undefined
        ? { code: 'container.folder-missing', params: { path } }
        : { code: 'container.folder-not-shared', params: { path, folder } }
    },
  },
  {
    like: /[Nn]o such image: (\S+)|manifest for (\S+) not found|pull access denied for (\S+?),/,
    fault: (f) => ({ code: 'compose.missing-image', params: { image: f[1] ?? f[2] ?? f[3] ?? '' } }),
  },
  {
    like: /no such service: (\S+)/,
    fault: (f) => ({ code: 'compose.no-service', params: { name: text(f, 1) } }),
  },
  {
    like: /Cannot connect to the Docker daemon|error during connect/,
    fault: () => ({ code: 'engine.unreachable', params: {} }),
  },
  {
    like: /(?:Invalid (?:hostPort|containerPort|ip address|port[^:]*)|No port specified): \S+|Invalid ranges specified[^\n]*|service ports \S+ is missing a target port/,
    fault: (f) => ({ code: 'compose.invalid', params: { problem: text(f, 0) } }),
  },
]

/** `services.web.ports` or `(root)`. */
const keys = (path: string): string[] => (path === '(root)' || path === '' ? [] : path.split('.'))

/** The last that fits counts as little as the first: Compose names one fault and ends. */
export function readFault(stderr: string): ComposeFault {
  for (const { like, fault } of patterns) {
    const found = like.exec(stderr)
    if (found) return fault(found)
  }
  return { code: 'compose.failed', params: {} }
}

/** Variables that Compose filled in with nothing. */
export const missingVariables = (stderr: string): string[] => [
  ...new Set([...stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map(([, name = '']) => name)),
]

/** The words of `level=warning`, each once. */
export const warningsOf = (stderr: string): string[] => [
  ...new Set(
    [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*"|\S+)/g)].map(([, word = '']) => unquote(word)),
  ),
]

function unquote(word: string): string {
  try {
    return String(JSON.parse(word))
  } catch {
    return word
  }
}

/** What Compose says at the end, without its warnings and its progress. */
export const lastWords = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^time=".*level=warning/.test(line))
    .slice(-12)
    .join('\n')
    .trim()

export const faultError = (
  fault: ComposeFault,
  place: ErrorParams & { readonly place: string },
  stderr: string,
): AppError => {
  const detail = lastWords(stderr)
  return new AppError(fault.code, {
    params: { ...fault.params, ...place },
    ...(detail === '' ? {} : { detail }),
  })
}

export const isNameless = (stderr: string): boolean => /project name must not be empty/.test(stderr)
