// What must not leave this computer with an export: secrets, and paths that are only here. Found by name and by look.
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { relative } from 'node:path'
import type { WorkspaceLeftOut } from '../../preload/model'
import type { ComposeJson } from '../base/compose-json'
import { commandOf, environmentOf } from './compose-config'
import { isWholeSecret, secretsInTexts } from './text-secrets'
import { isInside } from './host-paths'
import { walkProject } from './project-walk'

/** Of this person or this computer: nobody else has it at the same place. */
export const looksLocal = (value: string, folder: string): boolean =>
  [folder, homedir()].some((one) => one.length > 1 && value.includes(one)) ||
  /(^|[\s"'=:])(\/home\/[^/\s]+|\/Users\/[^/\s]+|[a-z]:\\Users\\[^\\\s]+)/i.test(value)

/** Enough for the sources of a project; more is not looked through. */
const mostFiles = 20_000
/** In bytes; a secret is written into nothing larger by hand. */
const longestText = 256 * 1024
/** Shorter ones, and mere words, stand in many files by chance. */
const isTelling = (value: string): boolean => value.length >= 8 && /[^a-z]/i.test(value)

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
        const files = await Promise.all(
          inside.map(({ source = '' }) => stayingFilesIn(source, folder, values)),
        )
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
            .map(({ kind, path, keepable }) =>
              of(kind, relative(folder, path).replaceAll('\\', '/'), keepable),
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

interface StayingFile {
  readonly kind: WorkspaceLeftOut['kind']
  readonly path: string
  /** It goes in when the person says so, for it is only its content, or its name, that looks like one. */
  readonly keepable: boolean
}

async function stayingFilesIn(
  path: string,
  folder: string,
  values: readonly string[],
): Promise<readonly StayingFile[]> {
  const found: StayingFile[] = []
  let left = mostFiles
  for await (const { path: at, real, stays } of walkProject(path, folder)) {
    if ((left -= 1) < 0) break
    if (stays) found.push({ kind: stays, path: at, keepable: stays === 'compose' })
    else if (await holdsOne(real, values)) found.push({ kind: 'secret', path: at, keepable: true })
  }
  return found
}

async function holdsOne(file: string, values: readonly string[]): Promise<boolean> {
  if (values.length === 0) return false
  const found = await stat(file).catch(() => undefined)
  if (!found || found.size > longestText) return false
  const text = await readFile(file, 'utf8').catch(() => '')
  return values.some((value) => text.includes(value))
}
