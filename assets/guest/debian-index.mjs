// Reads a Debian suite's signed index: which version of a package is current, where it lies, and its hash.

import { createHash } from 'node:crypto'
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { downloadBytes } from './download.mjs'
import { decompress } from './decompress.mjs'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * @typedef {object} IndexedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} path below the mirror's base
 * @property {number} bytes
 * @property {string} sha256
 * @property {string} depends the raw Depends field
 */

/**
 * @typedef {object} Index
 * @property {number} date of the suite's release file, Unix seconds
 * @property {boolean} signed whether Debian's signature was checked
 * @property {Map<string, IndexedPackage>} packages by name
 */

/** @typedef {{ mirror: string, proxy?: string | undefined, suite: string, signal?: AbortSignal | undefined }} Suite */

/**
 * Downloads and verifies one suite's `main` index.
 * @param {Suite & { arch: string }} from
 * @returns {Promise<Index>}
 * @throws {Error} when the signature is bad or the index does not match the signed hash
 */
export async function readIndex({ arch, ...suite }) {
  const { text, release, signed } = await readSigned(`main/binary-${arch}/Packages.xz`, suite)
  const date = Date.parse(/^Date: (.+)$/m.exec(release)?.[1] ?? '') / 1000
  if (!Number.isFinite(date)) throw new Error(`The InRelease file of ${suite.suite} has no date`)
  return { date, signed, packages: parsePackages(text) }
}

/**
 * The upstream archive of a source package, as the suite's signed index states it.
 * @param {Suite & { name: string, version: string }} wanted
 * @returns {Promise<{ path: string, bytes: number, sha256: string }>}
 */
export async function readSource({ name, version, ...suite }) {
  const { text } = await readSigned('main/source/Sources.xz', suite)
  const found = upstreamArchive(text, name, version)
  if (!found) throw new Error(`${suite.suite} has no source of ${name} ${version}`)
  return found
}

/**
 * @param {string} sources the text of a Sources file
 * @param {string} name
 * @param {string} version
 */
export function upstreamArchive(sources, name, version) {
  const stanza = sources
    .split('\n\n')
    .find((one) => field(one, 'Package') === name && field(one, 'Version') === version)
  const [, sha256, bytes, file] =
    /\nChecksums-Sha256:\n(?: .*\n)*? ([0-9a-f]{64}) (\d+) (\S+\.orig\.tar\.xz)\n/.exec(stanza ?? '') ?? []
  if (!stanza || !sha256 || !file) return undefined
  return { path: `${field(stanza, 'Directory')}/${file}`, bytes: Number(bytes), sha256 }
}

/** @param {string} path of an index @param {Suite} suite */
async function readSigned(path, { mirror, proxy, suite, signal }) {
  const dist = `${mirror}/dists/${suite}`
  const inRelease = await downloadBytes({ url: `${dist}/InRelease`, proxy, signal })
  const signed = await verifySignature(inRelease)
  const release = inRelease.toString('utf8')
  const packed = await downloadBytes({ url: `${dist}/${path}`, proxy, signal })
  if (createHash('sha256').update(packed).digest('hex') !== releaseHash(release, path)) {
    throw new Error(`${path} of ${suite} does not match the hash in its InRelease file`)
  }
  return { text: (await decompress(packed, 'xz')).toString('utf8'), release, signed }
}

/**
 * The SHA-256 that a release file states for one of its files.
 * @param {string} release
 * @param {string} path
 */
export function releaseHash(release, path) {
  const section = release.slice(release.indexOf('\nSHA256:'))
  for (const line of section.split('\n').slice(2)) {
    if (!line.startsWith(' ')) break
    const [hash, , name] = line.trim().split(/\s+/)
    if (name === path && hash) return hash
  }
  throw new Error(`The release file does not list ${path}`)
}

/**
 * Parses a Packages file; of several versions of one name the last stands (indices list them in ascending order).
 * @param {string} text
 * @returns {Map<string, IndexedPackage>}
 */
export function parsePackages(text) {
  /** @type {Map<string, IndexedPackage>} */
  const packages = new Map()
  for (const stanza of text.split('\n\n')) {
    const name = field(stanza, 'Package')
    if (!name) continue
    packages.set(name, {
      name,
      version: field(stanza, 'Version'),
      path: field(stanza, 'Filename'),
      bytes: Number(field(stanza, 'Size')),
      sha256: field(stanza, 'SHA256'),
      depends: field(stanza, 'Depends'),
    })
  }
  return packages
}

/** @param {string} stanza @param {string} name */
function field(stanza, name) {
  const key = `\n${name}: `
  const lines = `\n${stanza}\n`
  const start = lines.indexOf(key)
  return start < 0 ? '' : lines.slice(start + key.length, lines.indexOf('\n', start + key.length))
}

/** @param {Buffer} release @returns {Promise<boolean>} false when this machine has nothing to check with */
async function verifySignature(release) {
  if (!existsSync(KEYRING) || !(await hasGpgv())) return false
  const dir = await mkdtemp(join(tmpdir(), 'portside-index-'))
  try {
    const file = join(dir, 'InRelease')
    await writeFile(file, release)
    await promisify(execFile)('gpgv', ['--keyring', KEYRING, file])
    return true
  } catch (cause) {
    throw new Error("The mirror's InRelease file is not signed by Debian", { cause })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** @returns {Promise<boolean>} */
function hasGpgv() {
  return new Promise((resolve) => {
    const child = spawn('gpgv', ['--version'], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}
