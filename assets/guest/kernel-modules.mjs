// Picks the kernel modules that a container machine needs, and writes the tables by which modprobe finds them.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sectionData } from './elf.mjs'
import { baseName } from './file-tree.mjs'

/**
 * @typedef {object} Module
 * @property {string} path below `usr/lib/modules/<version>/`, ending in `.ko`
 * @property {Buffer} data
 * @property {string[]} depends module names
 * @property {string[]} aliases
 * @property {string[]} soft names of modules to load before this one
 */

/** The name by which modules call each other: file names use `-` and `_` alike. @param {string} path */
export function moduleName(path) {
  return baseName(path)
    .replace(/\.ko(\.xz)?$/, '')
    .replaceAll('-', '_')
}

/**
 * Unpacks the modules that match, and whatever they depend on.
 * @param {import('./package-files.mjs').PackageFiles} from
 * @param {{ version: string, want: RegExp, leave: RegExp, signal?: AbortSignal | undefined }} choice
 *   patterns for paths like `kernel/net/bridge/bridge.ko.xz`
 * @returns {Promise<Module[]>} in path order
 */
export async function selectModules(from, { version, want, leave, signal }) {
  const base = `usr/lib/modules/${version}/`
  const paths = from.paths().filter((path) => path.startsWith(base) && /\.ko(\.xz)?$/.test(path))
  const byName = new Map(paths.map((path) => [moduleName(path), path]))
  /** @type {Map<string, Module>} */
  const chosen = new Map()
  let wave = paths.filter(
    (path) => want.test(path.slice(base.length)) && !leave.test(path.slice(base.length)),
  )
  while (wave.length > 0) {
    for (const [path, data] of await unpack(wave, from, signal)) {
      chosen.set(path, describe(path.slice(base.length).replace(/\.xz$/, ''), data))
    }
    const asked = new Set([...chosen.values()].flatMap((module) => [...module.depends, ...module.soft]))
    wave = [...asked].map((name) => byName.get(name) ?? '').filter((path) => path !== '' && !chosen.has(path))
  }
  return [...chosen.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * One run of xz for all of them: starting it once per module would take longer than the unpacking.
 * @param {string[]} paths
 * @param {import('./package-files.mjs').PackageFiles} from
 * @param {AbortSignal} [signal]
 * @returns {Promise<[string, Buffer][]>}
 */
async function unpack(paths, from, signal) {
  const dir = await mkdtemp(join(tmpdir(), 'portside-modules-'))
  try {
    const packed = paths.filter((path) => path.endsWith('.xz'))
    await Promise.all(packed.map((path, i) => writeFile(join(dir, `${i}.xz`), from.require(path).data)))
    for (let i = 0; i < packed.length; i += 500) {
      const names = packed.slice(i, i + 500).map((_, j) => `${i + j}.xz`)
      await promisify(execFile)('xz', ['-d', ...names], { cwd: dir, ...(signal ? { signal } : {}) })
    }
    return await Promise.all(
      paths.map(async (path) => {
        const at = packed.indexOf(path)
        const data = at < 0 ? from.require(path).data : await readFile(join(dir, String(at)))
        return /** @type {[string, Buffer]} */ ([path, data])
      }),
    )
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** @param {string} path @param {Buffer} data @returns {Module} */
function describe(path, data) {
  const info = modinfo(data)
  const values = (/** @type {string} */ key) =>
    info.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))
  return {
    path,
    data,
    depends: values('depends')
      .flatMap((list) => list.split(','))
      .filter(Boolean)
      .map(underscored),
    aliases: values('alias'),
    soft: values('softdep').flatMap(softBefore),
  }
}

/** @param {Buffer} data */
function modinfo(data) {
  return sectionData(data, '.modinfo').toString('utf8').split('\0').filter(Boolean)
}

/** @param {string} softdep for example `pre: crc32c post: foo` */
function softBefore(softdep) {
  const pre = /pre:\s*(.*?)(?:\s*post:|$)/.exec(softdep)?.[1] ?? ''
  return pre.split(/\s+/).filter(Boolean).map(underscored)
}

/** @param {string} name */
function underscored(name) {
  return name.replaceAll('-', '_')
}

/**
 * The names of `names` and of everything they depend on, each after its dependencies.
 * @param {readonly Module[]} modules
 * @param {readonly string[]} names
 * @returns {Module[]}
 */
export function loadOrder(modules, names) {
  const byName = new Map(modules.map((module) => [moduleName(module.path), module]))
  /** @type {Set<Module>} */
  const order = new Set()
  const visit = (/** @type {string} */ name) => {
    const module = byName.get(name)
    if (!module || order.has(module)) return
    for (const needed of module.depends) visit(needed)
    order.add(module)
  }
  names.forEach(visit)
  return [...order]
}

/**
 * Adds modules with `modules.dep` and `modules.alias`, in the forms that depmod writes, to the tree.
 * @param {import('./file-tree.mjs').FileTree} tree
 * @param {readonly Module[]} modules
 * @param {string} version
 */
export function addModules(tree, modules, version) {
  const base = `usr/lib/modules/${version}`
  for (const module of modules) tree.addFile(`${base}/${module.path}`, module.data)
  tree.addFile(`${base}/modules.dep`, dependencyTable(modules))
  tree.addFile(`${base}/modules.alias`, aliasTable(modules))
}

/** @param {readonly Module[]} modules */
export function dependencyTable(modules) {
  const lines = modules.map((module) => {
    const needed = loadOrder(modules, [moduleName(module.path)]).filter((other) => other !== module)
    return `${[`${module.path}:`, ...needed.reverse().map((other) => other.path)].join(' ')}\n`
  })
  return lines.join('')
}

/** @param {readonly Module[]} modules */
export function aliasTable(modules) {
  return modules
    .flatMap((module) => module.aliases.map((alias) => `alias ${alias} ${moduleName(module.path)}\n`))
    .join('')
}
