// The npm packages of a test image: what its lock names, installed once and kept.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * No scripts of packages are run.
 * @param folder has a package.json and a package-lock.json
 * @returns the folder `node_modules`, in `cache`
 * @throws {Error} with npm's own words
 */
export async function installModules(folder: string, cache: string): Promise<string> {
  const lock = await readFile(join(folder, 'package-lock.json'))
  const installed = join(cache, createHash('sha256').update(lock).digest('hex').slice(0, 16))
  const modules = join(installed, 'node_modules')
  if (await exists(modules)) return modules
  await mkdir(cache, { recursive: true })
  const installing = await mkdtemp(join(cache, 'installing-'))
  try {
    await cp(folder, installing, { recursive: true })
    const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev']
    await promisify(execFile)('npm', words, { cwd: installing })
    await rename(installing, installed).catch(async (error: unknown) => {
      if (!(await exists(modules))) throw error
    })
    return modules
  } finally {
    await rm(installing, { recursive: true, force: true })
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
