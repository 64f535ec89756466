// Kernel modules that Debian's cloud kernel leaves out, made from Debian's source of that very kernel with Debian's
// compiler, against its headers: the versions of their symbols are the kernel's, so it takes them.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { applyChanges, CHANGES } from './9p-changes.mjs'
import { unpackCompiler } from './compiler.mjs'
import { debianMirror, debianProxy } from './debian-mirror.mjs'
import { HttpError } from './download.mjs'
import { fetchPackages } from './fetch-packages.mjs'
import { fetchSource } from './kernel-source.mjs'
import { ARCHES, compilerName, EXTRA_MODULES, PLATFORM } from './recipe.mjs'

/** @typedef {import('./recipe.mjs').Arch} Arch */
/** @typedef {{ path: string, data: Buffer }} Made path like `kernel/fs/9p/9p.ko` */

/**
 * @typedef {object} Options
 * @property {Arch} arch
 * @property {string} version of the kernel as `uname -r` prints it
 * @property {string} cache folder
 * @property {AbortSignal | undefined} [signal]
 * @property {((text: string) => void) | undefined} [onWarning]
 */

/** Part of the cache's key: what is made differently has another number. */
const WAY = 1

/** This computer, where it can run Debian's compiler. @returns {Arch | undefined} */
export function builderArch(platform = process.platform, arch = process.arch) {
  if (platform !== 'linux') return undefined
  return arch === 'x64' ? 'amd64' : arch === 'arm64' ? 'arm64' : undefined
}

/**
 * The modules; none, with a warning, where they cannot be made or would not fit the kernel.
 * @param {import('./lock-file.mjs').ExtraPins} pins
 * @param {Options & { kernelPackage: string }} options `kernelPackage` is the version of the package
 * @returns {Promise<Made[]>}
 * @throws {Error} when something cannot be fetched
 */
export async function extraModules(pins, { kernelPackage, ...options }) {
  const leaveOut = (/** @type {string} */ why) => {
    options.onWarning?.(`The machine gets no 9p, so QEMU shares folders through virtiofsd alone: ${why}`)
    return []
  }
  if (kernelPackage !== pins.source.version)
    return leaveOut('the kernel is not the one whose source is pinned')
  try {
    return await cachedOrMade(pins, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof NotMade || isGone(error)) return leaveOut(/** @type {Error} */ (error).message)
    throw error
  }
}

/** This computer cannot make them, which keeps nobody from a machine without them. */
class NotMade extends Error {}

/** Whether something has left the archive. @param {unknown} error */
function isGone(error) {
  const { cause } = /** @type {Error} */ (error)
  return [error, cause].some((one) => one instanceof HttpError && one.status === 404)
}

/**
 * @param {import('./lock-file.mjs').ExtraPins} pins
 * @param {Options} options
 * @returns {Promise<Made[]>}
 */
async function cachedOrMade(pins, options) {
  const { arch, version, cache } = options
  const key = createHash('sha256').update(
    JSON.stringify([WAY, CHANGES, arch, version, pins.headers[arch], pins.source, EXTRA_MODULES]),
  )
  const folder = join(cache, `modules-${arch}-${key.digest('hex').slice(0, 16)}`)
  const paths = EXTRA_MODULES.modules
  const read = () =>
    Promise.all(
      paths.map(async (path) => ({ path: `kernel/${path}`, data: await readFile(join(folder, path)) })),
    )
  const cached = await read().catch(() => undefined)
  if (cached) return cached
  const work = await mkdtemp(join(tmpdir(), 'portside-kernel-'))
  try {
    const draft = `${folder}.${process.pid}`
    for (const { path, data } of await make(work, pins, options)) {
      await mkdir(dirname(join(draft, path)), { recursive: true })
      await writeFile(join(draft, path), data)
    }
    // Another build that shares the cache may have been first: what it made is the same.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
    return await read()
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} work a folder of our own
 * @param {import('./lock-file.mjs').ExtraPins} pins
 * @param {Options} options
 */
async function make(work, pins, { arch, version, cache, signal, onWarning }) {
  const host = builderArch()
  if (!host) throw new NotMade('the compiler for its modules runs on Linux only')
  const from = { mirror: await debianMirror(), proxy: await debianProxy() }
  const get = { cache, signal, ...(onWarning && { onWarning }) }
  const [source, compiler, headers] = await Promise.all([
    fetchSource(pins.source, { ...from, folders: EXTRA_MODULES.folders, signal }),
    fetchPackages(
      pins.compiler[host].filter(({ name }) => isFor(name, arch)),
      { ...get, arch: host },
    ),
    fetchPackages(pins.headers[arch], { ...get, arch }),
  ])
  const files = [...compiler, ...headers].map(({ file }) => file)
  await unpackCompiler(files, join(work, 'root'), host, signal)
  applyChanges(source)
  await writeSource(join(work, 'source'), source)
  await compile(work, { arch, version, signal })
  return Promise.all(
    EXTRA_MODULES.modules.map(async (path) => ({ path, data: await readFile(join(work, 'source', path)) })),
  )
}

/** Compilers name the processor that they are for; what does not is for any. @param {string} name @param {Arch} arch */
const isFor = (name, arch) =>
  ARCHES.every((other) => other === arch || !name.endsWith(`-${compilerName(other)}`))

/** @param {string} folder @param {ReadonlyMap<string, Buffer>} source */
async function writeSource(folder, source) {
  /** @type {Set<string>} */
  const parts = new Set()
  for (const [path, data] of source) {
    parts.add(`${dirname(path)}/`)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), data)
  }
  await writeFile(join(folder, 'Kbuild'), `obj-m := ${[...parts].join(' ')}\n`)
}

/**
 * @param {string} work
 * @param {{ arch: Arch, version: string, signal: AbortSignal | undefined }} options
 */
async function compile(work, { arch, version, signal }) {
  const bin = join(work, 'root/usr/bin')
  const words = [
    ...['-s', `-j${cpus().length}`, '-C', join(work, 'root/usr/src', `linux-headers-${version}`)],
    `M=${join(work, 'source')}`,
    `CC=${join(bin, `${PLATFORM[arch].triplet}-gcc-14`)}`,
    // The folder is another each time, and must not show in what is made.
    `KCFLAGS=-fmacro-prefix-map=${work}/=`,
    'CONFIG_DEBUG_INFO=',
    'CONFIG_DEBUG_INFO_BTF_MODULES=',
    ...EXTRA_MODULES.options,
    'modules',
  ]
  const env = { PATH: `${bin}:/usr/bin:/bin`, LC_ALL: 'C', DEB_BUILD_ARCH: arch }
  try {
    await promisify(execFile)(join(bin, 'make'), words, {
      env,
      maxBuffer: 1 << 24,
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    signal?.throwIfAborted()
    const { stderr } = /** @type {{ stderr?: string }} */ (cause)
    throw new Error(`The kernel's modules do not compile: ${stderr?.trim().slice(-2000) ?? String(cause)}`, {
      cause,
    })
  }
}
