// The registry storage that holds the test images: built on first use, then kept by the hash of its recipe.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PackageFiles } from '../../../assets/guest/package-files.mjs'
import { startRegistry } from '../registry'
import { fixtures, makeBaseLayer, makeImage } from './image'
import { installModules } from './modules'
import { fetchPackages, otherArchitecture, ownArchitecture } from './packages'
import { pushImage } from './push'
import { recipes, type ImageRecipe } from './recipe'

const root = join(import.meta.dirname, '../../..')
const store = join(root, 'out/test-images')
const cache = join(root, 'out/cache/debs')
const moduleCache = join(root, 'out/cache/image-modules')

/** By repository, why an image is not there. */
export type LeftOut = Readonly<Record<string, string>>

/** Folder for `startRegistry({ storage })` with all test images in it. Takes some minutes the first time. */
export async function testImages(): Promise<string> {
  const hash = await recipeHash()
  const whole = join(store, hash)
  // What could not be had today may be there tomorrow.
  const today = `${whole}-${new Date().toISOString().slice(0, 10)}`
  for (const found of [whole, today]) if (await exists(found)) return found
  await mkdir(store, { recursive: true })
  // Two test runs may build at once: each in a folder of its own, and the first to finish stays.
  const building = await mkdtemp(join(store, 'building-'))
  try {
    const leftOut = await buildInto(building)
    await writeFile(join(building, leftOutFile), JSON.stringify(leftOut))
    const storage = Object.keys(leftOut).length === 0 ? whole : today
    await rename(building, storage).catch(async (error: unknown) => {
      if (!(await exists(storage))) throw error
    })
    return storage
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

const leftOutFile = 'left-out.json'

export const leftOutOf = async (storage: string): Promise<LeftOut> =>
  JSON.parse(await readFile(join(storage, leftOutFile), 'utf8')) as LeftOut

/** @returns which images could not be made of what is not in the usual suite */
async function buildInto(storage: string): Promise<LeftOut> {
  const usual = recipes.filter((recipe) => !isApart(recipe))
  const packages = ['busybox-static', 'libgcc-s1', ...usual.flatMap((recipe) => recipe.packages ?? [])]
  const [ownFiles, otherFiles, apart] = await Promise.all([
    fetchPackages(packages, ownArchitecture, cache),
    fetchPackages(['busybox-static'], otherArchitecture, cache),
    Promise.all(recipes.filter(isApart).map(async (recipe) => [recipe, await partsOf(recipe)] as const)),
  ])
  const parts = new Map(apart)
  const ownBase = await makeBaseLayer(ownFiles)
  const otherBase = await makeBaseLayer(otherFiles)
  const leftOut: Record<string, string> = {}
  const registry = await startRegistry({ storage, writable: true })
  try {
    for (const recipe of recipes) {
      const { files, modules, missing } = parts.get(recipe) ?? { files: ownFiles }
      const own = missing ?? (await makeImage(recipe, ownArchitecture, ownBase, files, modules).catch(failed))
      if (own instanceof Error) {
        if (!isApart(recipe)) throw own
        console.warn(`No test image of ${recipe.repository}:`, own)
        leftOut[recipe.repository] = String(own)
        continue
      }
      const images = [own]
      if (recipe.bothArchitectures === true) {
        images.push(await makeImage(recipe, otherArchitecture, otherBase, otherFiles))
      }
      await pushImage(registry.url, recipe.repository, recipe.tags, images)
    }
  } finally {
    await registry.stop()
  }
  return leftOut
}

/** What Debian's usual suite does not decide alone may be missing, and then only that image is. */
const isApart = ({ suite, npm }: ImageRecipe): boolean => suite !== undefined || npm !== undefined

const failed = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

interface Parts {
  readonly files: PackageFiles
  readonly modules?: string
  /** Why the image cannot be made. */
  readonly missing?: Error
}

async function partsOf({ packages = [], suite, npm, fixture }: ImageRecipe): Promise<Parts> {
  try {
    const [files, modules] = await Promise.all([
      fetchPackages(packages, ownArchitecture, cache, suite),
      npm === undefined ? undefined : installModules(join(fixtures, fixture ?? '', npm), moduleCache),
    ])
    return { files, ...(modules === undefined ? {} : { modules }) }
  } catch (error) {
    return { files: new PackageFiles(), missing: failed(error) }
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
