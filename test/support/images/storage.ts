// The registry storage that holds the test images: built on first use, then kept by the hash of its recipe.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startRegistry } from '../registry'
import { fixtures, makeBaseLayer, makeImage } from './image'
import { fetchPackages, otherArchitecture, ownArchitecture } from './packages'
import { pushImage } from './push'
import { recipes } from './recipe'

const root = join(import.meta.dirname, '../../..')
const store = join(root, 'out/test-images')
const cache = join(root, 'out/cache/debs')

/** Folder for `startRegistry({ storage })` with all test images in it. Takes up to a minute the first time. */
export async function testImages(): Promise<string> {
  const storage = join(store, await recipeHash())
  if (await exists(storage)) return storage
  await mkdir(store, { recursive: true })
  // Two test runs may build at once: each in a folder of its own, and the first to finish stays.
  const building = await mkdtemp(join(store, 'building-'))
  try {
    await buildInto(building)
    await rename(building, storage).catch(async (error: unknown) => {
      if (!(await exists(storage))) throw error
    })
    return storage
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

async function buildInto(storage: string): Promise<void> {
  const packages = ['busybox-static', 'libgcc-s1', ...recipes.flatMap((recipe) => recipe.packages ?? [])]
  const [ownFiles, otherFiles] = await Promise.all([
    fetchPackages(packages, ownArchitecture, cache),
    fetchPackages(['busybox-static'], otherArchitecture, cache),
  ])
  const ownBase = await makeBaseLayer(ownFiles)
  const otherBase = await makeBaseLayer(otherFiles)
  const registry = await startRegistry({ storage, writable: true })
  try {
    for (const recipe of recipes) {
      const images = [await makeImage(recipe, ownArchitecture, ownBase, ownFiles)]
      if (recipe.bothArchitectures === true) {
        images.push(await makeImage(recipe, otherArchitecture, otherBase, otherFiles))
      }
      await pushImage(registry.url, recipe.repository, recipe.tags, images)
    }
  } finally {
    await registry.stop()
  }
}

/** Over everything that decides what the images hold, except the versions that Debian has at the time. */
async function recipeHash(): Promise<string> {
  const hash = createHash('sha256').update(ownArchitecture)
  for (const folder of [import.meta.dirname, fixtures]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.toSorted()) {
      const executable = ((await stat(file)).mode & 0o100) !== 0
      hash.update(`${file.slice(root.length)} ${executable}\n`).update(await readFile(file))
    }
  }
  return hash.digest('hex').slice(0, 16)
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
