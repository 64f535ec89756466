// Programs that Debian packages in suites newer than that of this computer: a newer Docker Engine, and buildx.
import { mkdir, mkdtemp, rename, rm, writeFile, access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fetchPackages, ownArchitecture } from './images/packages'

const cache = new URL('../../out/cache', import.meta.url).pathname

interface Wanted {
  readonly folder: string
  readonly suite: string
  readonly packages: readonly string[]
  /** Paths in the packages; each lies in the folder by its last part. */
  readonly files: readonly string[]
}

/** A folder to put before PATH, with Docker Engine 28 and its containerd, built for an older C library than forky's. */
export const newerEngine = (): Promise<string> =>
  programs({
    folder: 'engine-28',
    suite: 'forky',
    packages: ['docker.io', 'containerd'],
    files: [
      'usr/sbin/dockerd',
      'usr/sbin/docker-proxy',
      'usr/bin/containerd',
      'usr/bin/containerd-shim-runc-v2',
    ],
  })

/** A folder with `docker-buildx` in it, of the suite that the guest image is made of. */
export const buildxFolder = (): Promise<string> =>
  programs({
    folder: 'buildx',
    suite: 'trixie',
    packages: ['docker-buildx'],
    files: ['usr/libexec/docker/cli-plugins/docker-buildx'],
  })

/** Fetched once. Several tests may do so at the same time; a folder is never seen half-filled. */
async function programs({ folder, suite, packages, files }: Wanted): Promise<string> {
  const target = join(cache, folder)
  try {
    await access(target)
    return target
  } catch {
    const found = await fetchPackages(packages, ownArchitecture, join(cache, 'debs'), suite)
    await mkdir(cache, { recursive: true })
    const fresh = await mkdtemp(`${target}.`)
    for (const path of files)
      await writeFile(join(fresh, basename(path)), found.require(path).data, { mode: 0o755 })
    await rename(fresh, target).catch(() => rm(fresh, { recursive: true }))
    return target
  }
}
