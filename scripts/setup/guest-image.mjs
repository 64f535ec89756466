// Builds the guest image and fetches the guest's network program, both by the recipe in assets/guest.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { seconds } from './progress.mjs'
import { readStamp } from './stamp.mjs'

const architectures = { x64: 'amd64', arm64: 'arm64' }

/** Debian's name for this computer's architecture; undefined when the guest image does not exist for it. */
export function debianArch(arch = process.arch) {
  return architectures[arch]
}

/**
 * @param {{ arch: string, outDir: string }} options
 * @returns {Promise<boolean>} whether the image by the present recipe is there
 */
export async function hasGuestImage({ arch, outDir }) {
  const { recipeHash } = await import('../../assets/guest/build.mjs')
  const manifest = readStamp(join(guestImageDir(outDir, arch), 'guest-image.json'))
  return manifest.recipeHash === (await recipeHash(arch))
}

/** Where the packed image of one architecture lies. */
export function guestImageDir(/** @type {string} */ outDir, /** @type {string} */ arch) {
  return join(outDir, 'guest', arch)
}

/** The Debian packages that building the image takes. */
export async function guestBuildPackages(/** @type {string} */ arch) {
  const { requiredDebianPackages } = await import('../../assets/guest/build.mjs')
  return requiredDebianPackages(arch)
}

/**
 * Builds the image when the one of the present recipe is not there.
 * @param {{ arch: string, outDir: string, step: () => import('./progress.mjs').Step, signal?: AbortSignal }} options
 */
export async function ensureGuestImage({ arch, outDir, step, signal }) {
  if (await hasGuestImage({ arch, outDir })) return
  const { buildGuestImage } = await import('../../assets/guest/build.mjs')
  const progress = step()
  progress.note(`building for ${arch}, once`)
  await buildGuestImage({
    arch,
    out: guestImageDir(outDir, arch),
    cache: join(outDir, 'cache', 'debs'),
    signal,
    onProgress: tellSteps(progress),
    onWarning: (text) => progress.note(text),
  })
  progress.done('built')
}

/** Tells each step of the build once when it has ended, and now and then while it runs. */
export function tellSteps(/** @type {import('./progress.mjs').Step} */ progress) {
  const ended = new Set()
  return (
    /** @type {import('../../assets/guest/progress.mjs').Progress} */ { step, done, total, unit, ms },
  ) => {
    if (ended.has(step)) return
    if (done < total) {
      if (done > 0) progress.update(`${step} ${amount(done, unit)} of ${amount(total, unit)}`)
      return
    }
    ended.add(step)
    progress.note(total > 1 ? `${step} ${amount(total, unit)}, ${seconds(ms)}` : `${step}, ${seconds(ms)}`)
  }
}

function amount(value, unit) {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : `${value} ${unit}`
}

/**
 * Fetches gvproxy, the machine's network, when its pinned version is not there.
 * @param {{ arch: string, outDir: string, step: () => import('./progress.mjs').Step, signal?: AbortSignal }} options
 */
export async function ensureNetworkProgram({ arch, outDir, step, signal }) {
  const tools = join(outDir, 'tools')
  const { fetchTool } = await import('../../assets/guest/tools.mjs')
  const before = changedAt(join(tools, 'gvproxy'))
  const progress = step()
  const path = await fetchTool('gvproxy', arch, tools, { cache: join(outDir, 'cache', 'debs'), signal })
  if (changedAt(path) !== before) progress.done('gvproxy fetched')
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
