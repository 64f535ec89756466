// Lays out what lies beside the app in a package: programs, guest image, licences. Refuses what is not checked.
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { guestImageDir, hasGuestImage } from '../setup/guest-image.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { debianArchOf, fetchRuntime } from '../runtime/fetch.mjs'
import { writeNotices } from './notices.mjs'

/**
 * @param {{ root: string, outDir: string, target: import('../runtime/manifest.mjs').Target, cache: string,
 *   programs: readonly import('../runtime/manifest.mjs').RuntimeProgram[],
 *   app: { version: string, electron: string }, onStep: (text: string) => void, signal?: AbortSignal }} options
 * @returns {Promise<string>} the folder, as electron-builder.yml names it
 * @throws {SetupError} when a program is not pinned or not what it must be, or the guest image is missing
 */
export async function stage({ root, outDir, target, cache, programs, app, onStep, signal }) {
  const arch = debianArchOf(target)
  if (!(await hasGuestImage({ arch, outDir })))
    throw new SetupError(`The guest image for ${arch} was not built from the present recipe.`, {
      remedy: `npm run guest -- --arch ${arch}`,
    })
  const folder = join(outDir, 'package', target)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await fetchRuntime({
    programs,
    target,
    folder: join(folder, 'tools'),
    cache,
    onStep,
    ...(signal && { signal }),
  })
  const launcher = target.startsWith('win-') ? 'portside.cmd' : 'portside'
  await cp(join(root, 'assets/package/launcher', launcher), join(folder, 'tools', launcher))
  onStep('guest image')
  await cp(guestImageDir(outDir, arch), join(folder, 'guest', arch), { recursive: true })
  const parts = await writeNotices({ root, target, programs, folder: join(folder, 'licences'), app })
  onStep(`licences of ${parts.length} parts`)
  return folder
}
