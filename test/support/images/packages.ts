// Debian packages for the test images: current versions of one suite, verified, with the libraries they depend on.
import { basename, join } from 'node:path'
import { debianMirror, debianProxy } from '../../../assets/guest/debian-mirror.mjs'
import { readIndex } from '../../../assets/guest/debian-index.mjs'
import { download } from '../../../assets/guest/download.mjs'
import { PackageFiles } from '../../../assets/guest/package-files.mjs'

const ownSuite = 'trixie'

export type Architecture = 'amd64' | 'arm64'

export const ownArchitecture: Architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
export const otherArchitecture: Architecture = ownArchitecture === 'amd64' ? 'arm64' : 'amd64'

export const triplets = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const

/** By suite and architecture: several images take of one. */
const indexes = new Map<string, ReturnType<typeof readIndex>>()

/**
 * The files of the packages and of the library packages that they depend on. Packages are kept in `cache`.
 * @throws {Error} naming what the suite does not have
 */
export async function fetchPackages(
  names: readonly string[],
  arch: Architecture,
  cache: string,
  suite = ownSuite,
): Promise<PackageFiles> {
  const [mirror, proxy] = await Promise.all([debianMirror(), debianProxy()])
  const from = { mirror, proxy, suite, arch }
  const read = indexes.get(`${suite} ${arch}`) ?? readIndex(from)
  indexes.set(`${suite} ${arch}`, read)
  const { packages } = await read
  const found = [...withLibraries(names, packages)].map((name) => {
    const one = packages.get(name)
    if (one === undefined) throw new Error(`${suite} has no package ${name} for ${arch}`)
    return one
  })
  const files = new PackageFiles()
  for (const { path, bytes, sha256 } of found) {
    const file = join(cache, decodeURIComponent(basename(path)))
    await files.add(await download({ url: `${mirror}/${path}`, file, bytes, sha256, proxy }))
  }
  return files
}

/** Only libraries are followed: what a package's scripts need (perl, debconf, …) has no place in an image. */
function withLibraries(
  names: readonly string[],
  packages: ReadonlyMap<string, { readonly depends: string }>,
): Set<string> {
  const wanted = new Set(names)
  // A set grows while it is walked, so this ends when no new library turns up.
  for (const name of wanted) {
    for (const dependency of packages.get(name)?.depends.split(/[,|]/) ?? []) {
      const library = dependency.trim().split(/[ :]/)[0] ?? ''
      // Of LLVM only PostgreSQL's compiler of queries makes use, which the images leave out.
      if (/^(lib(?!llvm).*\d|zlib)/.test(library) && !library.endsWith('-perl') && packages.has(library))
        wanted.add(library)
    }
  }
  return wanted
}
