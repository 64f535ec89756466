// A build by docker-buildx, which hands over what the engine's API has no place for: secrets, SSH keys, several platforms.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { Build, BuildRequest } from '../../../preload/model'
import { run } from '../../base/child'
import { isNewEnough, isProgram, pluginFolders } from '../../base/docker-plugins'
import { followProgram } from '../../base/follow-program'
import { Refused } from '../progress-stream'
import type { EngineAuth } from '../registries/logins'
import { handLogins } from './handed-logins'
import { RawJsonReader } from './raw-json'
import { takeTrace, type RunningBuild } from './sending'

export interface BuildxSources {
  /** Searched first, so that a buildx that comes with Portside is the one that is used. */
  readonly folders: readonly string[]
  /** Of the engine, as a URL. */
  readonly endpoint: string
  /** For the registries of the images that the build needs. */
  readonly logins: readonly EngineAuth[]
}

/** The first with `--progress rawjson`. */
const oldest = [0, 13, 0] as const
/** One report of BuildKit is one line; a step may print much at once. */
const longestReport = 16 * 1024 * 1024
const keptWords = 200

/** Programs that were found new enough, so that they are asked for their version once. */
const known = new Set<string>()

/** Undefined when there is none, or only one that is too old. */
export async function locateBuildx(folders: readonly string[]): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'docker-buildx.exe' : 'docker-buildx'
  for (const folder of [...folders, ...pluginFolders(process.platform, process.env)]) {
    const program = join(folder, name)
    if (known.has(program)) return program
    if (!(await isProgram(program))) continue
    const found = await run(program, ['version'], { windowsHide: true }).catch(() => undefined)
    const version = /buildx v?(\d\S*)/.exec(found?.stdout ?? '')?.[1]
    if (version === undefined || !isNewEnough(version, oldest)) continue
    known.add(program)
    return program
  }
  return undefined
}

/** @throws build.no-buildx, Refused with buildx's words, or the signal's reason */
export async function buildByBuildx(
  { folders, endpoint, logins }: BuildxSources,
  running: RunningBuild,
): Promise<Partial<Build>> {
  const { request, signal, report } = running
  const program = await locateBuildx(folders)
  if (program === undefined) throw new AppError('build.no-buildx')
  const scratch = await mkdtemp(join(tmpdir(), 'portside-build-'))
  const idFile = join(scratch, 'image')
  const words: string[] = []
  const sent = new Map<string, number>()
  const reader = new RawJsonReader()
  try {
    const exitCode = await followProgram(program, argsOf(request, idFile), {
      cwd: request.folder,
      env: {
        ...process.env,
        ...(await handLogins(scratch, logins, process.env)),
        DOCKER_HOST: endpoint,
        ...secretsAsEnv(request),
      },
      signal,
      longestLine: longestReport,
      onLine: (line) => {
        const told = reader.take(line)
        if (told === undefined) return
        if (told === 'words') {
          words.push(line)
          if (words.length > keptWords) words.shift()
          return
        }
        takeTrace(running, told.trace)
        for (const { id, bytes } of told.sent) sent.set(id, bytes)
        if (told.sent.length > 0) report({ sentBytes: [...sent.values()].reduce((sum, one) => sum + one, 0) })
      },
    })
    signal.throwIfAborted()
    if (exitCode !== 0) throw new Refused(words.join('\n').trim())
    const imageId = (await readFile(idFile, 'utf8').catch(() => '')).trim()
    return imageId === '' ? {} : { imageId }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const secretName = (index: number): string => `PORTSIDE_BUILD_SECRET_${index}`

/** A typed value goes through the environment of buildx: never through a file or an argument, which others could read. */
const secretsAsEnv = ({ secrets = [] }: BuildRequest): Record<string, string> =>
  Object.fromEntries(
    secrets.flatMap(({ value }, index) => (value === undefined ? [] : [[secretName(index), value]])),
  )

/** The engine itself builds (`default`), whatever builder was chosen for the terminal. */
export function argsOf(request: BuildRequest, idFile: string): string[] {
  const { dockerfile, tag, target, platform, args, noCache, secrets = [], ssh = [] } = request
  return [
    'build',
    ...['--builder', 'default', '--progress', 'rawjson', '--iidfile', idFile, '--file', dockerfile],
    ...(tag === undefined ? [] : ['--tag', tag]),
    ...(target === undefined ? [] : ['--target', target]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...args.flatMap(({ name, value }) => ['--build-arg', `${name}=${value}`]),
    ...secrets.flatMap(({ id, file }, index) => [
      '--secret',
      csv(`id=${id}`, file === undefined ? `env=${secretName(index)}` : `src=${file}`),
    ]),
    ...ssh.flatMap(({ id, file }) => ['--ssh', file === undefined ? id : `${id}=${file}`]),
    ...(noCache ? ['--no-cache'] : []),
    '.',
  ]
}

/** As docker reads such options: fields with commas or quotes stand in quotes. */
const csv = (...fields: readonly string[]): string =>
  fields.map((one) => (/[",\n]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(',')
