// The reference guest of one run of the benchmarks: built once, and booted once for all that compare with it.
import { join } from 'node:path'
import { setupDir } from '../root.mjs'
import { ensureDebianPackages } from '../setup/debian-packages.mjs'
import { idleMemory } from './balloon.mjs'
import { bootReference } from './reference-boot.mjs'
import { ensurePrimed, ensureReferenceGuest, referencePackages } from './reference-guest.mjs'
import { median } from './result.mjs'

/**
 * @typedef {object} Reference
 * @property {(machine: import('./reference-boot.mjs').Machine) => Promise<import('./reference-boot.mjs').Boot>} boot
 *   another boot; the first one also tells what the idle guest uses
 * @property {(machine: import('./reference-boot.mjs').Machine) => Promise<number>} bootMs median of the boots so far, of
 *   one at least
 * @property {(machine: import('./reference-boot.mjs').Machine) => Promise<number>} idleBytes
 * @property {() => Promise<number>} packedBytes
 */

/**
 * @param {{ outDir: string, progress: import('../setup/setup.mjs').Progress, signal: AbortSignal,
 *   idle: boolean }} options `idle`: whether anybody asks what the idle guest uses, which takes a while
 * @returns {Reference}
 */
export function createReference({ outDir, progress, signal, idle }) {
  /** @type {Promise<import('./reference-guest.mjs').ReferenceGuest> | undefined} */
  let made
  let idleBytes
  const boots = []
  const folder = join(outDir, 'bench', 'reference')
  const guestStep = () => progress.step('reference guest')
  const build = async () => {
    const step = () => progress.step('Debian packages')
    await ensureDebianPackages({ packages: referencePackages, step, log: join(setupDir, 'apt.log'), signal })
    return ensureReferenceGuest({ folder, step: guestStep, signal })
  }
  const guest = () => (made ??= build())
  const boot = async (machine) => {
    const look =
      idle && idleBytes === undefined
        ? async (execute) => void (idleBytes = await idleMemory(execute, signal))
        : undefined
    const built = await guest()
    await ensurePrimed(folder, built, machine, guestStep)
    const one = await bootReference(built, machine, look)
    boots.push(one)
    return one
  }
  const first = async (machine) => {
    if (boots.length === 0) await boot(machine)
  }
  return {
    boot,
    bootMs: async (machine) => {
      await first(machine)
      return median(boots.map(({ ms }) => ms))
    },
    idleBytes: async (machine) => {
      await first(machine)
      return idleBytes
    },
    packedBytes: async () => (await guest()).packedBytes,
  }
}
