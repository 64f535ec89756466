// What must not leave this computer with an export: secrets, and paths that are only here. Found by name and by look.
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join, relative } from 'node:path'
import type { WorkspaceLeftOut } from '../../preload/model'
import type { ComposeJson } from '../base/compose-json'
import { commandOf, environmentOf } from './compose-config'
import { isWholeSecret, secretsInTexts } from './text-secrets'
import { isInside } from './host-paths'

/** Of this person or this computer: nobody else has it at the same place. */
export const looksLocal = (value: string, folder: string): boolean =>
  [folder, homedir()].some((one) => one.length > 1 && value.includes(one)) ||
  /(^|[\s"'=:])(\/home\/[^/\s]+|\/Users\/[^/\s]+|[a-z]:\\Users\\[^\\\s]+)/i.test(value)

/** Files that a folder of sources often has in it, and nobody else should. */
const secretFile =
  /^(\.env(\..+)?|.*\.env|\.npmrc|[._]netrc|\.pgpass|\.my\.cnf|\.pypirc|\.git-credentials|\.htpasswd|credentials(\.json)?|kubeconfig|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk))$/i
/** `.env.example`, `example.env`: what a team writes down for others. */
const exampleFile = /(^|\.)(example|sample|template|dist)(\.|$)/i
/** Where programs keep what they log in with. */
const secretFolder = /^\.(aws|azure|docker|gnupg|kube|ssh)$/
/** The project's own, whose place the exported file takes. */
const composeFile = /^(docker-)?compose([.-].+)?\.ya?ml$/i
/** Made by tools from the rest, and made again by them. */
const madeFolder = /^(\.git|node_modules|\.venv|__pycache__)$/
/** Enough for the sources of a project; more is not looked through. */
const mostFiles = 20_000
/** In bytes; a secret is written into nothing larger by hand. */
const longestText = 256 * 1024
/** Shorter ones, and mere words, stand in many files by chance. */
const isTelling = (value: string): boolean => value.length >= 8 && /[^a-z]/i.test(value)

/** Whether a file or folder of the project goes into the archive, by its own name. */
export const goesIn = (name: string): boolean =>
  !madeFolder.test(name) && !composeFile.test(name) && !isSecretPlace(name)

const isSecretPlace = (name: string): boolean =>
  secretFolder.test(name) || (secretFile.test(name) && !exampleFile.test(name))

/** Everything that an export leaves out, by service. */
export async function findLeftOut(
  config: ComposeJson,
  folder: string,
  services: ReadonlySet<string>,
): Promise<WorkspaceLeftOut[]> {
  const values = secretValues(config)
  const found = await Promise.all(
    Object.entries(config.services)
      .filter(([name]) => services.has(name))
      .map(async ([service, entry]) => {
        const secrets = [...environmentOf(entry)].filter(([name, value]) => isWholeSecret(name, value))
        const local = [...environmentOf(entry)].filter(
          ([name, value]) => !isWholeSecret(name, value) && looksLocal(value, folder),
        )
        const binds = (entry.volumes ?? []).filter(({ type }) => type === 'bind')
        const outside = binds.filter(({ source = '' }) => !isInside(folder, source))
        const inside = binds.filter(({ source = '' }) => isInside(folder, source))
        const files = await Promise.all(inside.map(({ source = '' }) => secretFilesIn(source, values)))
        const granted = (entry.secrets ?? []).flatMap(({ source }) => source ?? [])
        const configs = (entry.configs ?? []).flatMap(({ source }) => source ?? [])
        const away = configs.filter((name) => !isInside(folder, config.configs?.[name]?.file ?? folder))
        const command = commandOf(entry)
        const of = (kind: WorkspaceLeftOut['kind'], subject: string, keepable = false): WorkspaceLeftOut => ({
          ...{ kind, service, subject, keepable },
        })
        return [
          ...secrets.map(([name]) => of('secret', name, true)),
          ...[...new Set(secretsInTexts(entry, config).map(({ subject }) => subject))].map((subject) =>
            of('secret', subject, true),
          ),
          ...granted.map((name) => of('secret', name)),
          ...files
            .flat()
            .map(({ path, keepable }) =>
              of('secret', relative(folder, path).replaceAll('\\', '/'), keepable),
            ),
          ...local.map(([name]) => of('path', name, true)),
          ...outside.map(({ source = '' }) => of('path', source)),
          ...away.map((name) => of('path', config.configs?.[name]?.file ?? name)),
          ...(looksLocal(command, folder) ? [of('path', command, true)] : []),
          ...(entry.build ? [of('build', entry.build.context ?? '')] : []),
        ]
      }),
  )
  return found.flat()
}

/** All that the file says and nobody else may read: looked for in the project's other files as well. */
function secretValues(config: ComposeJson): readonly string[] {
  const found = Object.values(config.services).flatMap((entry) => [
    ...[...environmentOf(entry)]
      .filter(([name, value]) => isWholeSecret(name, value))
      .map(([, value]) => value),
    ...secretsInTexts(entry, config).map(({ value }) => value),
  ])
  return [...new Set(found)].filter(isTelling)
}

interface SecretFile {
  readonly path: string
  /** It goes in when the person says so, for it is only its content that looks like one. */
  readonly keepable: boolean
}

async function secretFilesIn(path: string, values: readonly string[]): Promise<SecretFile[]> {
  const found: SecretFile[] = []
  let left = mostFiles
  const visit = async (at: string): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if ((left -= 1) < 0) return
      const inner = join(at, entry.name)
      if (isSecretPlace(entry.name)) found.push({ path: inner, keepable: false })
      else if (entry.isDirectory() && goesIn(entry.name)) await visit(inner)
      else if (entry.isFile() && goesIn(entry.name) && (await holdsOne(inner, values)))
        found.push({ path: inner, keepable: true })
    }
  }
  if (isSecretPlace(basename(path))) found.push({ path, keepable: false })
  else if (await isFileWithOne(path, values)) found.push({ path, keepable: true })
  else await visit(path)
  return found
}

const isFileWithOne = async (path: string, values: readonly string[]): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() === true && holdsOne(path, values)

async function holdsOne(file: string, values: readonly string[]): Promise<boolean> {
  if (values.length === 0) return false
  const found = await stat(file).catch(() => undefined)
  if (!found || found.size > longestText) return false
  const text = await readFile(file, 'utf8').catch(() => '')
  return values.some((value) => text.includes(value))
}
