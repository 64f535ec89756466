// Docker Compose for tests, as Debian packages it: the one of the suite that the guest image is made of.
import { mkdir, rename, writeFile, access } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchPackages, ownArchitecture } from './images/packages'

const cache = new URL('../../out/cache', import.meta.url).pathname

/** The folder with `docker-compose` in it; fetched once. */
export async function composeFolder(): Promise<string> {
  const folder = join(cache, 'compose')
  const program = join(folder, 'docker-compose')
  try {
    await access(program)
    return folder
  } catch {
    const files = await fetchPackages(['docker-compose'], ownArchitecture, join(cache, 'debs'))
    const found = files.resolve('usr/libexec/docker/cli-plugins/docker-compose')
    if (!found) throw new Error('the package docker-compose has no plugin in it')
    await mkdir(folder, { recursive: true })
    // Several tests may fetch it at once; a program is never seen half-written.
    const fresh = `${program}.${process.pid}`
    await writeFile(fresh, found.data, { mode: 0o755 })
    await rename(fresh, program)
    return folder
  }
}
