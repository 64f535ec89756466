// Brings the checkout to where Portside can run: packages, bundles, guest image. Does nothing when all is there.
import { join } from 'node:path'
import { outDir, root, setupDir } from '../root.mjs'
import { ensureAppBundles } from './app-bundles.mjs'
import { ensureDebianPackages, missingPackages, packagesFor } from './debian-packages.mjs'
import {
  debianArch,
  ensureGuestImage,
  ensureNetworkProgram,
  guestBuildPackages,
  hasGuestImage,
} from './guest-image.mjs'
import { ensureNpmPackages } from './npm-packages.mjs'
import { SetupError } from './setup-error.mjs'
import { together } from './together.mjs'
import { inTurn } from './turn.mjs'

/** Node of the line that is in Electron, for the emulator; where it cannot be had, the one that runs this does. */
const emulatorNode = join(root, 'test', 'emulators', 'electron', 'node')

/** @typedef {ReturnType<typeof import('./progress.mjs').createProgress>} Progress */

/**
 * @param {{ progress: Progress,
 *   purpose: import('./debian-packages.mjs').Purpose, machine: boolean, bundles: boolean, signal?: AbortSignal }} options
 *   `machine` is false when a Docker Engine that is there will be used; `bundles` is false when they are built apart
 * @throws {SetupError} when something is missing that cannot be installed here
 */
export async function prepare({ progress, purpose, machine, bundles, signal }) {
  await inTurn(
    join(setupDir, 'turn'),
    async () => {
      const arch = machine ? machineArch() : undefined
      const forImage = arch ? await packagesForImage(arch) : []
      const system = once((stop) => ensureSystemPackages({ progress, purpose, arch, forImage, signal: stop }))
      await together(
        [
          (stop) => ensureNpmPackages({ root, step: () => progress.step('npm packages'), signal: stop }),
          async (stop) =>
            purpose === 'test' &&
            ensureNpmPackages({
              root: emulatorNode,
              step: () => progress.step('emulated Electron'),
              signal: stop,
            }),
          async (stop) => arch && system(stop),
          async (stop) => {
            if (!arch) return
            // Both download much and need no package of npm: they wait for those of Debian only where some are missing.
            if ((await missingPackages(forImage)).length > 0) await system(stop)
            await ensureNetworkProgram({ arch, outDir, step: () => progress.step('network'), signal: stop })
            await ensureGuestImage({ arch, outDir, step: () => progress.step('guest image'), signal: stop })
          },
        ],
        signal,
      )
      if (bundles)
        await ensureAppBundles({ root, outDir, setupDir, step: () => progress.step('app'), signal })
    },
    { signal, onWait: (pid) => progress.line(`waiting for another set-up here (process ${pid})`) },
  )
}

/**
 * Builds the app's bundles.
 * @param {Progress} progress
 * @param {AbortSignal} [signal]
 * @param {{ force: boolean }} [options] `force` builds also when no source has changed
 */
export async function build(progress, signal, { force } = { force: true }) {
  const step = () => progress.step('app')
  await inTurn(
    join(setupDir, 'turn'),
    () => ensureAppBundles({ root, outDir, setupDir, step, force, signal }),
    {
      signal,
    },
  )
}

function machineArch() {
  const arch = debianArch()
  if (arch && process.platform === 'linux') return arch
  throw new SetupError(`A machine cannot be set up from source on ${process.platform} ${process.arch}.`, {
    remedy: 'Attach to a Docker Engine that you have: npm start -- --engine <socket>',
  })
}

/** What building the guest image takes; nothing where it is there. */
const packagesForImage = async (arch) =>
  (await hasGuestImage({ arch, outDir })) ? [] : guestBuildPackages(arch)

async function ensureSystemPackages({ progress, purpose, arch, forImage, signal }) {
  await ensureDebianPackages({
    packages: [...new Set([...packagesFor(purpose, arch), ...forImage])],
    step: () => progress.step('Debian packages'),
    log: join(setupDir, 'apt.log'),
    signal,
  })
}

/** However often it is asked for, the work is done once. */
function once(work) {
  let done
  return (signal) => (done ??= work(signal))
}
