// The builds of earlier runs of the app, kept in a file: what was asked for, how its steps went, never a secret.
import { readFile } from 'node:fs/promises'
import { errorTexts } from '../../../preload/error-texts'
import type { Build, BuildRequest } from '../../../preload/model'
import { isSecret } from '../../../preload/secret'
import type { Log } from '../../base/log'
import { writeWhole } from '../../base/write-whole'

export interface KeptBuild {
  readonly build: Build
  /** False when a secret of it was not kept, so that it cannot be run again as it was. */
  readonly whole: boolean
}

export interface BuildHistory {
  /** The oldest first; nothing when the file is missing or no such thing. */
  read(): Promise<readonly KeptBuild[]>
  /** Puts these in the place of what the file has; never rejects. */
  write(builds: readonly KeptBuild[]): void
  /** Resolves when the last ones are on disk. */
  dispose(): Promise<void>
}

/** Without a file they are forgotten with the app. */
export function createBuildHistory(file: string | undefined, log: Log): BuildHistory {
  let next: readonly KeptBuild[] | undefined
  let written = Promise.resolve()
  const flush = async (path: string): Promise<void> => {
    // Several that ended meanwhile are one write.
    const builds = next
    next = undefined
    if (!builds) return
    try {
      await writeWhole(path, `${JSON.stringify(builds.map(withoutSecrets))}\n`)
    } catch (error) {
      log.warn('the history of builds is not kept', { error: String(error) })
    }
  }
  return {
    read: async () => {
      if (file === undefined) return []
      try {
        const content: unknown = JSON.parse(await readFile(file, 'utf8'))
        return Array.isArray(content) ? content.flatMap(readKept) : []
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          log.warn('the history of builds is forgotten', { error: String(error) })
        return []
      }
    },
    write: (builds) => {
      if (file === undefined) return
      next = builds
      written = written.then(() => flush(file))
    },
    dispose: () => written,
  }
}

/** The name of a secret argument stays: it is part of what was built. */
function withoutSecrets({ build, whole }: KeptBuild): KeptBuild {
  const { args, secrets = [] } = build.request
  const request: BuildRequest = {
    ...build.request,
    args: args.map((arg) => (isSecret(arg) ? { name: arg.name, value: '' } : arg)),
  }
  const complete = !args.some(isSecret) && secrets.every(({ file }) => file !== undefined)
  return { build: { ...build, request }, whole: whole && complete }
}

const endings: readonly unknown[] = ['done', 'failed', 'cancelled'] satisfies Build['state'][]

/** Somebody else may have written it, or another version. */
function readKept(content: unknown): readonly KeptBuild[] {
  const { build, whole } = (content ?? {}) as Partial<KeptBuild>
  const { id, state, startedAt, endedAt, request, steps, error, ...more } = (build ?? {}) as Partial<Build>
  const { folder, dockerfile, args } = (request ?? {}) as Partial<BuildRequest>
  const fits =
    typeof id === 'string' &&
    endings.includes(state) &&
    typeof startedAt === 'number' &&
    typeof endedAt === 'number' &&
    typeof folder === 'string' &&
    typeof dockerfile === 'string' &&
    Array.isArray(args) &&
    Array.isArray(steps)
  if (!fits) return []
  const known = error !== undefined && Object.hasOwn(errorTexts, error.code)
  const kept = { ...more, id, state, startedAt, endedAt, request, steps, ...(known ? { error } : {}) }
  return [{ build: { ...kept, earlier: true } as Build, whole: whole === true }]
}
