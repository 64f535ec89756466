// The npm packages that reach the user: those in the bundles, and those that are packed beside them.
import { readFile, readdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../setup/setup-error.mjs'
import { bundledDir } from './bundled-packages.mjs'

/**
 * @typedef {object} ShippedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression
 * @property {string} text of its licence and notice files, empty when it ships none
 * @property {string} [integrity] as package-lock.json has it
 */

const byText = (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : 1)

const bundles = ['main', 'preload', 'renderer']

/** @param {string} root @returns {Promise<ShippedPackage[]>} in the order of their names */
export async function shippedPackages(root) {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages
  const folders = [...new Set([...(await bundledFolders(root)), ...productionFolders(lock)])]
  const found = await Promise.all(
    folders.toSorted(byText).map((folder) => describe(root, folder, lock[folder])),
  )
  const unique = new Map(found.map((each) => [`${each.name}@${each.version}`, each]))
  return [...unique.values()].toSorted((a, b) => byText(a.name, b.name))
}

async function bundledFolders(root) {
  const lists = bundles.map(async (bundle) => {
    const file = join(root, bundledDir, `${bundle}.json`)
    if (!existsSync(file))
      throw new SetupError('The bundles were not built yet.', { remedy: 'npm run build' })
    return JSON.parse(await readFile(file, 'utf8'))
  })
  return (await Promise.all(lists)).flat()
}

/** What `npm ci --omit=dev` would install, which is what electron-builder packs. */
export const productionFolders = (
  /** @type {Record<string, { dev?: boolean, optional?: boolean }>} */ lock,
) => Object.entries(lock).flatMap(([folder, { dev }]) => (folder !== '' && !dev ? [folder] : []))

async function describe(root, folder, locked) {
  const at = join(root, folder)
  const { name, version, license, licenses } = JSON.parse(await readFile(join(at, 'package.json'), 'utf8'))
  const licence = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type)
  if (!licence) throw new SetupError(`${name} ${version} does not say its licence.`)
  return {
    name,
    version,
    licence,
    text: await licenceText(at),
    ...(locked?.integrity ? { integrity: locked.integrity } : {}),
  }
}

async function licenceText(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name))
  const texts = await Promise.all(
    names.sort().map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  )
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join('\n\n')
}
