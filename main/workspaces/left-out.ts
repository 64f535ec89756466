// What must not leave this computer with an export: secrets, and paths that are only here. Found by name and by look.
import { readdir } from 'node:fs/promises'
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
  /^(\.env(\..+)?|\.npmrc|\.netrc|\.pgpass|\.pypirc|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore))$/i
/** Made by tools from the rest, and made again by them. */
const madeFolder = /^(\.git|node_modules|\.venv|__pycache__)$/
/** Enough for the sources of a project; more is not looked through. */
const mostFiles = 20_000

/** Whether a file or folder of the project goes into the archive, by its own name. */
export const goesIn = (name: string): boolean =>
  !madeFolder.test(name) && !(secretFile.test(name) && !/^\.env\.(example|sample|template)$/i.test(name))

/** Everything that an export leaves out, by service. */
export async function findLeftOut(
  config: ComposeJson,
  folder: string,
  services: ReadonlySet<string>,
): Promise<WorkspaceLeftOut[]> {
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
        const files = await Promise.all(inside.map(({ source = '' }) => secretFilesIn(source)))
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
          ...files.flat().map((path) => of('secret', relative(folder, path).replaceAll('\\', '/'))),
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

async function secretFilesIn(path: string): Promise<string[]> {
  const found: string[] = []
  let left = mostFiles
  const visit = async (at: string): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if ((left -= 1) < 0) return
      const inner = join(at, entry.name)
      if (entry.isDirectory() && goesIn(entry.name)) await visit(inner)
      else if (entry.isFile() && !goesIn(entry.name)) found.push(inner)
    }
  }
  if (goesIn(basename(path))) await visit(path)
  else found.push(path)
  return found
}
