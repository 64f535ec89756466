// What must not leave this computer with an export: secrets, and paths that are only here. Found by name and by look.
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join, relative } from 'node:path'
import type { WorkspaceLeftOut } from '../../preload/model'
import type { ComposeJson } from '../base/compose-json'
import { commandOf, environmentOf } from './compose-config'
import { hasSecretMark } from './secret-marks'
import { isInside } from './host-paths'

const secretName =
  /pass(word|wd|phrase)?$|(^|_)(pass|pwd|pw)(_|$)|password|secret|token|api_?key|access_?key|private|credential|auth(_|$)|_key$|dsn$|certificate/i
/** Public names that only look like one. */
const harmless = /^(.*_)?(auth_(mode|type|url|host|plugin)|token_(ttl|url|type)|public_key|.*_file)$/i
const secretLook: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^(sk|pk|rk)_(live|test)_\w{16,}$/,
  /^gh[pousr]_\w{30,}$/,
  /^AKIA[0-9A-Z]{16}$/,
  /^xox[abpr]-[\w-]{10,}$/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i,
]

export const looksSecret = (name: string, value: string): boolean =>
  value !== '' &&
  ((secretName.test(name) && !harmless.test(name) && !/^(true|false|yes|no|\d{1,2})$/i.test(value)) ||
    secretLook.some((look) => look.test(value)))

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
        const secrets = [...environmentOf(entry)].filter(([name, value]) => isSecret(name, value))
        const local = [...environmentOf(entry)].filter(
          ([name, value]) => !isSecret(name, value) && looksLocal(value, folder),
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

/** What the project's own block asks for is asked for again, and not left out. */
const isSecret = (name: string, value: string): boolean => !hasSecretMark(value) && looksSecret(name, value)

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
