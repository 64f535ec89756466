// The files of a project as an export goes through them: links are followed as long as they stay inside.
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { isInside } from './host-paths'

export interface WalkedFile {
  /** Absolute, as the project has it. */
  readonly path: string
  /** Where its content lies; differs behind links. */
  readonly real: string
  /** Why it stays, with all that is in it; a file that goes in otherwise. */
  readonly stays?: 'secret' | 'link' | 'compose'
}

/** Files that a folder of sources often has in it, and nobody else should. */
const secretFile =
  /^(\.env(\..+)?|.*\.env|\.npmrc|[._]netrc|\.pgpass|\.my\.cnf|\.pypirc|\.git-credentials|\.htpasswd|credentials(\.json)?|kubeconfig|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk))$/i
/** `.env.example`, `example.env`: what a team writes down for others. */
const exampleFile = /(^|\.)(example|sample|template|dist)(\.|$)/i
/** Where programs keep what they log in with. */
const secretFolder = /^\.(aws|azure|docker|gnupg|kube|ssh)$/
const composeFile = /^(docker-)?compose([.-].+)?\.ya?ml$/i
/** Made by tools from the rest, and made again by them. */
const madeFolder = /^(\.git|node_modules|\.venv|__pycache__)$/

/** Whether a file or folder of the project goes into the archive, by its own name. */
export const goesIn = (name: string): boolean =>
  !madeFolder.test(name) && !composeFile.test(name) && !isSecretPlace(name)

const isSecretPlace = (name: string): boolean =>
  secretFolder.test(name) || (secretFile.test(name) && !exampleFile.test(name))

/**
 * @param from a file or folder of the project, whose own name is no reason to leave a folder out
 * @param folder of the project
 */
export async function* walkProject(from: string, folder: string): AsyncGenerator<WalkedFile, void> {
  const root = await realpath(folder).catch(() => folder)
  if (isSecretPlace(basename(from))) return void (yield { path: from, real: from, stays: 'secret' })
  yield* visit({ root, folder, above: [] }, from, true)
}

interface Walk {
  readonly root: string
  readonly folder: string
  /** Real folders that are gone through: a link to one of them would never end. */
  readonly above: readonly string[]
}

async function* visit(walk: Walk, path: string, isFirst = false): AsyncGenerator<WalkedFile, void> {
  const real = await realpath(path).catch(() => undefined)
  // A link to nothing.
  if (real === undefined) return yield { path, real: path, stays: 'link' }
  const stays = staysBehind(walk, path, real)
  if (stays) return yield { path, real, stays }
  const found = await stat(real).catch(() => undefined)
  if (found?.isDirectory()) {
    const inner = { ...walk, above: [...walk.above, real] }
    for (const name of await namesIn(real)) yield* named(inner, join(path, name), name)
  } else if (found?.isFile() && (!isFirst || goesIn(basename(path)))) yield { path, real }
}

async function* named(walk: Walk, path: string, name: string): AsyncGenerator<WalkedFile, void> {
  if (madeFolder.test(name)) return
  if (isSecretPlace(name)) return yield { path, real: path, stays: 'secret' }
  if (!composeFile.test(name)) return yield* visit(walk, path)
  // The exported file takes the place of the project's own.
  if (relative(walk.folder, path) !== name) yield { path, real: path, stays: 'compose' }
}

/** Where a link leads may be a place that stays, under another name. */
function staysBehind({ root, folder, above }: Walk, path: string, real: string): WalkedFile['stays'] {
  if (real === join(root, relative(folder, path))) return undefined
  if (!isInside(root, real) || above.includes(real)) return 'link'
  const parts = relative(root, real)
    .split(/[/\\]/)
    .filter((part) => part !== '')
  if (parts.some(isSecretPlace)) return 'secret'
  return parts.includes('.git') ? 'link' : undefined
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch((): string[] => [])).sort()
