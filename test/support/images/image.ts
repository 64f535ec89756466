// Makes one image of a recipe: layers from the base to our own files, configuration and manifest.
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { busyboxCommands } from '../../../assets/guest/busybox.mjs'
import { FileTree } from '../../../assets/guest/file-tree.mjs'
import { addLibraries } from '../../../assets/guest/libraries.mjs'
import type { PackageFiles } from '../../../assets/guest/package-files.mjs'
import { digestOf, makeLayer, type Layer } from './layer'
import { triplets, type Architecture } from './packages'
import type { ImageRecipe } from './recipe'

export const fixtures = join(import.meta.dirname, '../../fixtures/images')

const created = '2026-01-01T00:00:00Z'
const mtime = Date.parse(created) / 1000
const path = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

export interface Image {
  readonly architecture: Architecture
  readonly config: Buffer
  readonly layers: readonly Layer[]
  /** A Docker image manifest, schema 2, as sent to the registry. */
  readonly manifest: string
}

/** Busybox with all its commands and the users that the other images need: the lowest layer of every image. */
export async function makeBaseLayer(files: PackageFiles): Promise<Layer> {
  const tree = new FileTree()
  for (const folder of ['dev', 'proc', 'sys', 'run', 'usr/sbin', 'usr/lib', 'usr/lib64']) tree.addDir(folder)
  for (const merged of ['bin', 'sbin', 'lib', 'lib64']) tree.addSymlink(merged, `usr/${merged}`)
  tree.addDir('tmp', 0o1777)
  tree.addDir('root', 0o700)
  tree.addSymlink('var/run', '/run')
  const busybox = files.require('usr/bin/busybox').data
  tree.addFile('usr/bin/busybox', busybox, 0o755)
  for (const command of busyboxCommands(busybox)) {
    if (command !== 'busybox') tree.addSymlink(`usr/bin/${command}`, 'busybox')
  }
  await addFixture(tree, 'base')
  return makeLayer(tree, new Map(), mtime)
}

/** `files` must have what the recipe takes, libraries included; `modules` is the folder of its npm packages. */
export async function makeImage(
  recipe: ImageRecipe,
  architecture: Architecture,
  base: Layer,
  files: PackageFiles,
  modules?: string,
): Promise<Image> {
  const programs = await programLayers(recipe, architecture, files)
  const layers = [base, ...programs, ...(await moduleLayer(recipe, modules)), ...(await ownLayer(recipe))]
  const env = [`PATH=${[...(recipe.path ?? []), ...path].join(':')}`, ...(recipe.config.Env ?? [])]
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created,
      config: { ...recipe.config, Env: env },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
      history: layers.map(() => ({ created, created_by: 'Portside test images' })),
    }),
  )
  const dockerType = (kind: string): string => `application/vnd.docker.${kind}`
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: dockerType('distribution.manifest.v2+json'),
    config: {
      mediaType: dockerType('container.image.v1+json'),
      size: config.length,
      digest: digestOf(config),
    },
    layers: layers.map(({ data, digest }) => ({
      mediaType: dockerType('image.rootfs.diff.tar.gzip'),
      size: data.length,
      digest,
    })),
  })
  return { architecture, config, layers, manifest }
}

/** Libraries and programs in layers of their own, so that a pull has several. */
async function programLayers(
  recipe: ImageRecipe,
  architecture: Architecture,
  files: PackageFiles,
): Promise<Layer[]> {
  const programs = new FileTree()
  for (const entry of recipe.take ?? []) {
    const found = entry.endsWith('/')
      ? files.paths().some((file) => file.startsWith(entry))
      : files.resolve(entry)
    if (!found) throw new Error(`no package of the recipe has ${entry}`)
  }
  for (const file of files.paths().filter((candidate) => isTaken(recipe, candidate))) {
    const { data, mode } = files.require(file)
    programs.addFile(file, data, mode & 0o777)
  }
  if (recipe.npm !== undefined) programs.addFile('usr/bin/node', await readFile(process.execPath), 0o755)
  if (programs.entries().every(([, node]) => node.type === 'dir')) return []
  for (const [link, target] of Object.entries(recipe.links ?? {})) programs.addSymlink(link, target)
  const complete = new FileTree()
  for (const [file, node] of programs.entries()) {
    if (node.type === 'file') complete.addFile(file, node.data, node.mode)
  }
  addLibraries(complete, files, triplets[architecture])
  const libraries = new FileTree()
  for (const [file, node] of complete.entries()) {
    if (node.type === 'file' && programs.get(file) === undefined)
      libraries.addFile(file, node.data, node.mode)
  }
  addLoader(libraries, files)
  return [await makeLayer(libraries, new Map(), mtime), await makeLayer(programs, new Map(), mtime)]
}

async function moduleLayer(recipe: ImageRecipe, modules: string | undefined): Promise<Layer[]> {
  if (recipe.npm === undefined || modules === undefined) return []
  const tree = new FileTree()
  const entries = await readdir(modules, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile() && recipe.leave?.test(one.name) !== true)) {
    const file = join(entry.parentPath, entry.name)
    tree.addFile(join(recipe.npm, 'node_modules', relative(modules, file)), await readFile(file), 0o644)
  }
  return [await makeLayer(tree, new Map(), mtime)]
}

function isTaken(recipe: ImageRecipe, file: string): boolean {
  const wanted = recipe.take?.some(
    (entry) => file === entry || (entry.endsWith('/') && file.startsWith(entry)),
  )
  return wanted === true && recipe.leave?.test(file) !== true
}

/** Programs name their loader by its path, `/lib64/ld-linux-x86-64.so.2` or `/lib/ld-linux-aarch64.so.1`. */
function addLoader(libraries: FileTree, files: PackageFiles): void {
  for (const loader of ['usr/lib64/ld-linux-x86-64.so.2', 'usr/lib/ld-linux-aarch64.so.1']) {
    const found = files.resolve(loader)
    if (found !== undefined) libraries.addFile(loader, found.data, 0o755)
  }
}

async function ownLayer(recipe: ImageRecipe): Promise<Layer[]> {
  if (recipe.fixture === undefined) return []
  const tree = new FileTree()
  const owners = new Map<string, number>()
  for (const [folder, { owner = 0, mode = 0o755 }] of Object.entries(recipe.folders ?? {})) {
    tree.addDir(folder, mode)
    owners.set(folder, owner)
  }
  await addFixture(tree, recipe.fixture)
  return [await makeLayer(tree, owners, mtime)]
}

/** Our own files, with the executable bit that they have in the repository. */
async function addFixture(tree: FileTree, name: string): Promise<void> {
  const root = join(fixtures, name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = join(entry.parentPath, entry.name)
    const executable = ((await stat(file)).mode & 0o100) !== 0
    tree.addFile(relative(root, file), await readFile(file), executable ? 0o755 : 0o644)
  }
}
