// What must not leave this computer with an export: secrets, and paths that are only here. Found by name and by look.
import { homedir } from 'node:os'
import type { WorkspaceLeftOut } from '../../preload/model'
import { commandOf, environmentOf, type ComposeConfig } from './compose-config'
import { isInside } from './trust'

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

/** Everything that an export leaves out, by service. */
export function findLeftOut(
  config: ComposeConfig,
  folder: string,
  services: ReadonlySet<string>,
): WorkspaceLeftOut[] {
  return Object.entries(config.services)
    .filter(([name]) => services.has(name))
    .flatMap(([service, entry]) => {
      const env = [...environmentOf(entry)]
      const secrets = env.filter(([name, value]) => looksSecret(name, value)).map(([name]) => name)
      const local = env
        .filter(([name, value]) => !secrets.includes(name) && looksLocal(value, folder))
        .map(([name]) => name)
      const mounts = (entry.volumes ?? [])
        .filter(({ type, source = '' }) => type === 'bind' && !isInside(folder, source))
        .map(({ source = '' }) => source)
      const command = looksLocal(commandOf(entry), folder) ? [commandOf(entry)] : []
      return [
        ...secrets.map((subject) => ({ kind: 'secret' as const, service, subject })),
        ...[...local, ...mounts, ...command].map((subject) => ({ kind: 'path' as const, service, subject })),
        ...(entry.build ? [{ kind: 'build' as const, service, subject: entry.build.context ?? '' }] : []),
      ]
    })
}
