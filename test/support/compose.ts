// Docker Compose for tests, as Debian packages it: the one of the suite that the guest image is made of, or a newer one.
import { mkdir, rename, writeFile, access } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchPackages, ownArchitecture } from './images/packages'

const cache = new URL('../../out/cache', import.meta.url).pathname

/** Set while the tests of `test/engines` run those of the other folders again. */
const suiteVariable = 'PORTSIDE_TEST_COMPOSE'

/** From now on, with a `docker-buildx` beside it as in the packages for Windows and macOS, without which it builds little. */
export const takeNewerCompose = (): void => void (process.env[suiteVariable] = 'forky')

/** The folder with `docker-compose` in it; fetched once. */
export async function composeFolder(): Promise<string> {
  const suite = process.env[suiteVariable]
  const folder = join(cache, suite === undefined ? 'compose' : `compose-${suite}`)
  await fetched(folder, 'docker-compose', suite)
  if (suite !== undefined) await fetched(folder, 'docker-buildx', suite)
  return folder
}

async function fetched(folder: string, name: string, suite: string | undefined): Promise<void> {
  const program = join(folder, name)
  try {
    await access(program)
  } catch {
    const files = await fetchPackages([name], ownArchitecture, join(cache, 'debs'), suite)
    const found = files.resolve(`usr/libexec/docker/cli-plugins/${name}`)
    if (!found) throw new Error(`the package ${name} has no plugin in it`)
    await mkdir(folder, { recursive: true })
    // Several tests may fetch it at once; a program is never seen half-written.
    const fresh = `${program}.${process.pid}`
    await writeFile(fresh, found.data, { mode: 0o755 })
    await rename(fresh, program)
  }
}
