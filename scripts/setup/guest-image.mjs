// Builds the guest image and fetches the guest's network program, both by the recipe in assets/guest.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

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
  const { readStamp } = await import('./stamp.mjs')
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
    onProgress: (event) => tellProgress(progress, event),
  })
  progress.done('built')
}

/** @param {{ step: string, done: number, total: number, unit: string, ms?: number }} event */
function tellProgress(progress, event) {
  const { step, done, total, unit, ms } = event
  const share = total > 1 ? ` ${amount(done, unit)} of ${amount(total, unit)}` : ''
  if (done >= total && ms !== undefined) progress.note(`${step}${share}, ${(ms / 1000).toFixed(1)} s`)
  else progress.update(`${step}${share}`)
}

function amount(value, unit) {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : `${value} ${unit}`
}

/**
 * Fetches gvproxy, the guest's network, when it is not there.
 * @param {{ arch: string, outDir: string, step: () => import('./progress.mjs').Step }} options
 */
export async function ensureNetworkProgram({ arch, outDir, step }) {
  const tools = join(outDir, 'tools')
  if (existsSync(join(tools, 'gvproxy'))) return
  const { fetchTool } = await import('../../assets/guest/tools.mjs')
  const progress = step()
  await fetchTool('gvproxy', arch, tools)
  progress.done('gvproxy fetched')
}
