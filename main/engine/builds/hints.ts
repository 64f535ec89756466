// What is odd about the files of a folder that is to become an image: what runs here and not in a container.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildHint } from '../../../preload/model'
import type { ContextFile } from './context'
import { decodeText, isUtf16 } from './text-file'

/** Scripts, settings and sources are smaller than this, in bytes; larger files are not read. */
const largestRead = 256 * 1024
/** Of a folder with very many sources the first tell enough. */
const mostReads = 2_000
const shownHints = 20

export interface Hints {
  /** Reads a file when its name says that something may be odd about it. */
  look(file: Pick<ContextFile, 'path' | 'sizeBytes'>): Promise<void>
  found(): readonly BuildHint[]
}

/** @param dockerfile its name; what it lies beside is looked at under its own rules */
export function createHints(folder: string, dockerfile: string): Hints {
  const hints: BuildHint[] = []
  let reads = 0
  return {
    found: () => hints,
    look: async ({ path, sizeBytes }) => {
      const kind = kindOf(path, dockerfile)
      if (kind === undefined || sizeBytes > largestRead || hints.length >= shownHints || reads >= mostReads)
        return
      reads += 1
      const content = await readFile(join(folder, path)).catch(() => undefined)
      if (content) hints.push(...hintsIn(content, path, kind))
    },
  }
}

type FileKind = 'script' | 'dockerfile' | 'rules' | 'settings'

/** Made by others, or never run in the image. */
const ofOthers =
  /(?:^|\/)(?:node_modules|\.git|\.venv|venv|site-packages|target|build|dist|vendor|\.gradle|\.next|__pycache__|tests?|__tests__|spec|docs?|examples?)\//

function kindOf(path: string, dockerfile: string): FileKind | undefined {
  const name = path.split('/').at(-1) ?? path
  if (path === dockerfile) return 'dockerfile'
  if (path === '.dockerignore' || path === `${dockerfile}.dockerignore`) return 'rules'
  if (ofOthers.test(path)) return undefined
  if (/\.(?:sh|bash|envsh)$/.test(name) || !name.includes('.')) return 'script'
  if (/^\.env(?:\.\w+)?$/.test(name) && !/example|sample|template/.test(name)) return 'settings'
  return /\.(?:ya?ml|properties|json|toml|ini|conf|[cm]?[jt]s|py|go|java|kt|php|rb|cs)$/.test(name) &&
    !/(?:[.-]lock\.|package\.json|tsconfig|\.(?:test|spec)\.|^(?:docker-)?compose)/.test(name)
    ? 'settings'
    : undefined
}

function hintsIn(content: Buffer, path: string, kind: FileKind): readonly BuildHint[] {
  if (isUtf16(content)) return kind === 'settings' ? [] : [{ kind: 'utf-16', path }]
  if (content.includes(0)) return []
  const text = decodeText(content)
  if (kind === 'script') return brokenByWindows(text, path) ? [{ kind: 'windows-lines', path }] : []
  if (kind === 'rules') return []
  // A text in the Dockerfile becomes a file, or goes to the shell, with its line ends.
  if (kind === 'dockerfile' && text.includes('\r\n') && /(?<!<)<<-?["']?[A-Za-z_]/.test(text))
    return [{ kind: 'windows-lines', path }, ...localDatabaseIn(text, path)]
  return localDatabaseIn(text, path)
}

/** A name without an ending is a script's when its first line says so. */
const brokenByWindows = (text: string, path: string): boolean =>
  text.includes('\r\n') && (text.startsWith('#!') || /\.(?:sh|bash|envsh)$/.test(path))

const local = '(?:localhost|127\\.0\\.0\\.1|\\[::1\\])'
/** A database is never in the same container, so its address is not localhost. */
const addresses: readonly RegExp[] = [
  // postgres://shop:secret@localhost/shop, jdbc:mysql://127.0.0.1:3306/shop, jdbc:oracle:thin:@localhost:1521
  new RegExp(
    `(?:mysql|mariadb|postgres(?:ql)?|mongodb(?:\\+srv)?|redis|amqp|sqlserver)(?:\\+\\w+)?://(?:[^@\\s/"']*@)?${local}\\b`,
    'i',
  ),
  new RegExp(`(?:oracle:thin:@|@tcp\\()(?://)?${local}\\b`, 'i'),
  // DB_HOST=localhost, spring.data.redis.host=localhost
  new RegExp(
    `\\b(?:DB|DATABASE|MYSQL|MARIADB|POSTGRES|PG|REDIS|MONGO|RABBITMQ)(?:_|\\.|)?HOST(?:NAME)?["']?\\s*[=:]\\s*["']?${local}\\b`,
    'i',
  ),
  // localhost:5432: the usual ports of databases and queues
  new RegExp(`\\b${local}:(?:3306|5432|6379|27017|1521|1433|5672|11211|9092)\\b`, 'i'),
  // 'HOST': 'localhost', of Django
  new RegExp(`["']HOST["']\\s*:\\s*["']${local}["']`),
]
/** An address that only holds when no other is given. */
const isDefault = /\$\{[\w.]+:|\|\||\?\?|getenv|environ|\benv\(|\bgetOrDefault\b|default=/
const isComment = /^\s*(?:#|\/\/|\*|\/\*|--|;|<!--)/

/** A call, or a part of a YAML file, that goes over several lines. */
const spanning: readonly RegExp[] = [
  new RegExp(
    `(?:createConnection|createPool|new (?:Pool|Client|Sequelize|Redis|DataSource)|(?:psycopg2?|pymysql|connector|mariadb)\\.connect|redis\\.Redis)\\s*\\([^;]{0,300}?["']${local}["']`,
  ),
  new RegExp(
    `^[ \\t]*(?:redis|rabbitmq|mongodb|mysql|postgres\\w*|database|db):[ \\t]*\\r?\\n(?:[ \\t]+[\\w-]+:.*\\r?\\n){0,3}?[ \\t]+host:[ \\t]*["']?${local}["']?[ \\t]*\\r?$`,
    'im',
  ),
]

function localDatabaseIn(text: string, path: string): readonly BuildHint[] {
  if (!/localhost|127\.0\.0\.1|\[::1\]/i.test(text)) return []
  const lines = text.split('\n')
  const fits = (line: string): boolean => !isComment.test(line) && !isDefault.test(line)
  const at = lines.findIndex((line) => fits(line) && addresses.some((one) => one.test(line)))
  if (at >= 0) return [{ kind: 'localhost-database', path, line: at + 1 }]
  for (const one of spanning) {
    const match = one.exec(text)
    if (!match) continue
    const line = text.slice(0, match.index + match[0].trimEnd().length).split('\n').length
    if (fits(lines[line - 1] ?? '')) return [{ kind: 'localhost-database', path, line }]
  }
  return []
}
