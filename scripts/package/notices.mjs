// Writes what every package carries along: the licences of all foreign parts, and the list of those parts (SBOM).
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library'
import { CHANGES } from '../../assets/guest/9p-changes.mjs'
import { readLock } from '../../assets/guest/lock-file.mjs'
import { debianArchOf } from '../runtime/fetch.mjs'
import { filesFor } from '../runtime/manifest.mjs'
import { shippedPackages } from './npm-packages.mjs'

/**
 * @typedef {object} Part a foreign part of Portside
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression; empty where the part carries its own file
 * @property {string} purl https://github.com/package-url/purl-spec
 * @property {string} where what it is a part of
 * @property {string} text of its licence
 * @property {string} [sha256] in hex
 */

/**
 * @param {{ root: string, target: import('../runtime/manifest.mjs').Target,
 *   programs: readonly import('../runtime/manifest.mjs').RuntimeProgram[], folder: string,
 *   app: { version: string, electron: string } }} options
 * @returns {Promise<readonly Part[]>} what was listed
 */
export async function writeNotices({ root, target, programs, folder, app }) {
  const parts = [
    ...electronParts(app.electron),
    ...(await npmParts(root)),
    ...programParts(programs, target, await readLock()),
    ...guestParts(await readLock(), target),
    modulesPart(await readLock()),
  ]
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesText(parts))
  await writeFile(join(folder, 'sbom.cdx.json'), sbom(parts, app.version))
  return parts
}

const electronParts = (/** @type {string} */ version) => [
  {
    name: 'electron',
    version,
    licence: 'MIT',
    purl: `pkg:npm/electron@${version}`,
    where: 'the shell',
    text: 'See LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
  },
]

async function npmParts(root) {
  return (await shippedPackages(root)).map(({ name, version, licence, text }) => ({
    name,
    version,
    licence,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    where: 'the app',
    text,
  }))
}

function programParts(programs, target, lock) {
  return filesFor(programs, target).map(({ program, file }) => {
    const pinned = file.lock
      ? lock.arches[debianArchOf(target)].tools.find(({ name }) => name === file.lock)
      : file
    return {
      name: program.name,
      version: pinned.version,
      licence: program.licence,
      purl: `pkg:generic/${program.name}@${encodeURIComponent(pinned.version)}`,
      where: 'programs beside the app',
      text: `Source code: ${program.source}`,
      sha256: pinned.sha256,
    }
  })
}

function guestParts(lock, target) {
  return lock.arches[debianArchOf(target)].packages.map(({ name, version, sha256 }) => ({
    name,
    version,
    licence: '',
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${debianArchOf(target)}&distro=${lock.suite}`,
    where: 'the Linux machine',
    text: `Debian package; its licence and source code: https://sources.debian.org/src/${name}/`,
    sha256,
  }))
}

/** Made from source with changes of ours, which the licence of the kernel asks to be given along. */
function modulesPart({ extra: { source } }) {
  const marked = (/** @type {string} */ text, /** @type {string} */ mark) => text.replace(/^(?=.)/gm, mark)
  const changes = CHANGES.map(({ path, from, to }) => `In ${path}:\n${marked(from, '- ')}${marked(to, '+ ')}`)
  return {
    name: 'linux-9p-modules',
    version: source.version,
    licence: 'GPL-2.0-only',
    purl: `pkg:generic/linux-9p-modules@${encodeURIComponent(source.version)}`,
    where: 'the Linux machine',
    text: [
      `fs/9p and net/9p of Linux. Source code: https://sources.debian.org/src/linux/${source.version}/, changed as follows.`,
      ...changes,
    ].join('\n\n'),
  }
}

function noticesText(/** @type {readonly Part[]} */ parts) {
  const rule = '='.repeat(78)
  const blocks = parts.map(({ name, version, licence, where, text }) =>
    [`${name} ${version}`, `Part of ${where}${licence ? `. Licence: ${licence}` : ''}`, '', text]
      .join('\n')
      .trimEnd(),
  )
  return `Portside contains the following works of others.\n\n${blocks.map((block) => `${rule}\n${block}\n`).join('\n')}`
}

/** CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/ */
function sbom(/** @type {readonly Part[]} */ parts, /** @type {string} */ version) {
  const bom = new Models.Bom()
  bom.metadata.component = new Models.Component(Enums.ComponentType.Application, 'portside', {
    version,
    bomRef: 'portside',
  })
  for (const { name, version: partVersion, licence, purl, where, sha256 } of parts)
    bom.components.add(
      new Models.Component(Enums.ComponentType.Library, name, {
        version: partVersion,
        purl,
        bomRef: purl,
        description: `part of ${where}`,
        licenses: new Models.LicenseRepository(licence ? [new Models.LicenseExpression(licence)] : []),
        hashes: new Models.HashDictionary(sha256 ? [[Enums.HashAlgorithm['SHA-256'], sha256]] : []),
      }),
    )
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return serializer.serialize(bom, { sortLists: true, space: 2 })
}
