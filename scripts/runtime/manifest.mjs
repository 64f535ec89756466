// Reads assets/runtime.json: which foreign programs come with Portside, from where, and what they must be.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { SetupError } from '../setup/setup-error.mjs'

/** The computers that Portside is packed for, as electron-builder names them. */
export const targets = /** @type {const} */ ([
  'linux-x64',
  'linux-arm64',
  'mac-x64',
  'mac-arm64',
  'win-x64',
  'win-arm64',
])

export const manifestFile = join(root, 'assets', 'runtime.json')

/** @typedef {(typeof targets)[number]} Target */

/**
 * @typedef {object} RuntimeFile one program for one target
 * @property {string} version
 * @property {string} [url] where the project publishes it; `{version}` stands for the version
 * @property {string} [deb] name of a Debian package instead of an address
 * @property {string} [path] of that package below a mirror's base
 * @property {string} [lock] name of a tool that the guest's packages.lock.json pins, instead of both
 * @property {'plain' | 'zip' | 'tgz' | 'deb'} form
 * @property {string} [member] path of the program inside an archive
 * @property {number} [bytes] size of the download; absent where the hash is all that is published of it
 * @property {string | null} [sha256] of the download, in hex; null until it was pinned or looked up
 */

/**
 * @typedef {object} RuntimeProgram
 * @property {string} name of the file, without `.exe`
 * @property {string} licence SPDX expression
 * @property {string} source where its source code is
 * @property {Partial<Record<Target, RuntimeFile>>} files
 */

/**
 * @param {string} [file]
 * @returns {Promise<readonly RuntimeProgram[]>}
 * @throws {SetupError} naming what is wrong with the manifest
 */
export async function readManifest(file = manifestFile) {
  return parseManifest(await readFile(file, 'utf8'))
}

/** @param {string} text @returns {readonly RuntimeProgram[]} */
export function parseManifest(text) {
  const { format, programs } = parsed(text)
  if (format !== 1 || !Array.isArray(programs)) fail('it has an unknown format')
  for (const program of programs) checkProgram(program)
  const names = programs.map(({ name }) => name)
  if (new Set(names).size !== names.length) fail('it names a program twice')
  return programs
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {}
  } catch (error) {
    return fail(error.message)
  }
}

function checkProgram(/** @type {any} */ { name, licence, source, files }) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) fail(`"${name}" is no name of a program`)
  if (!licence || !source) fail(`${name} lacks its licence or its source`)
  for (const [target, file] of Object.entries(files ?? {})) {
    if (!targets.some((known) => known === target)) fail(`${name} is for "${target}", which is no target`)
    const problem = problemOf(file)
    if (problem) fail(`${name} for ${target} ${problem}`)
  }
}

/** @returns {string | undefined} */
function problemOf(
  /** @type {RuntimeFile} */ { version, url, deb, lock, path, form, member, bytes, sha256 },
) {
  if ([url, deb, lock].filter(Boolean).length !== 1) return 'needs exactly one of url, deb and lock'
  if (lock) return undefined
  if (!version) return 'has no version'
  if (url && !/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(url)) return 'has no https address'
  if (path && !/^pool\/[\w/+.~:-]+\.deb$/.test(path)) return 'has no path in the pool'
  if (!['plain', 'zip', 'tgz', 'deb'].includes(form)) return `has an unknown form "${form}"`
  if (form !== 'plain' && !isInside(member)) return 'names no member of its archive'
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes > 0)) return 'has no usable size'
  if (sha256 && !/^[0-9a-f]{64}$/.test(sha256)) return 'has no usable SHA-256'
  return undefined
}

const isInside = (/** @type {unknown} */ member) =>
  typeof member === 'string' && /^[\w.-]+(\/[\w.-]+)*$/.test(member) && !member.split('/').includes('..')

/** @returns {never} */
function fail(/** @type {string} */ what) {
  throw new SetupError(`assets/runtime.json cannot be used: ${what}.`)
}

/**
 * What belongs to one target, each program once.
 * @param {readonly RuntimeProgram[]} programs
 * @param {Target} target
 */
export function filesFor(programs, target) {
  return programs.flatMap((program) => {
    const file = program.files[target]
    return file
      ? [{ program, file, fileName: target.startsWith('win') ? `${program.name}.exe` : program.name }]
      : []
  })
}

/** Whether what is downloaded can be checked. */
export const isPinned = (/** @type {RuntimeFile} */ { sha256, lock }) => Boolean(sha256 || lock)

export const addressOf = (/** @type {RuntimeFile} */ { url = '', version }) =>
  url.replaceAll('{version}', version)
