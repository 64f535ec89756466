// Keeps the installers of the version that runs and of the one before, so that there is a way back.
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import semver from 'semver'

export interface KeptInstaller {
  readonly version: string
  readonly file: string
}

/** One folder a version: `<folder>/<version>/<installer>`. Never more than two of them after {@link prune}. */
export function createKeptInstallers(folder: string) {
  const list = async (): Promise<readonly KeptInstaller[]> => {
    const versions = (await readdir(folder).catch(() => [])).filter((name) => semver.valid(name) !== null)
    const found = versions.map(async (version) => {
      const [name] = await readdir(join(folder, version)).catch(() => [])
      return name === undefined ? [] : [{ version, file: join(folder, version, name) }]
    })
    return (await Promise.all(found)).flat().toSorted((a, b) => semver.compare(a.version, b.version))
  }
  return {
    list,

    /** A copy: the updater's own file is deleted by the update. */
    async keep(version: string, installer: string): Promise<void> {
      const draft = join(folder, `${version}.draft`)
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft, { recursive: true })
      await copyFile(installer, join(draft, basename(installer)))
      await rm(join(folder, version), { recursive: true, force: true })
      await rename(draft, join(folder, version))
    },

    /** The newest that is older than the version that runs. */
    async before(current: string): Promise<KeptInstaller | undefined> {
      return (await list()).findLast(({ version }) => semver.lt(version, current))
    },

    /** Throws away what is older than the version before the current one. */
    async prune(current: string): Promise<void> {
      const older = (await list()).filter(({ version }) => semver.lt(version, current))
      for (const { version } of older.slice(0, -1))
        await rm(join(folder, version), { recursive: true, force: true })
    },
  }
}

export type KeptInstallers = ReturnType<typeof createKeptInstallers>
