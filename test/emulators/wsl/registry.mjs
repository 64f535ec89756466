// Which distributions are registered, and how the emulated Windows is set up: files in one folder.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * @typedef {object} Distribution
 * @property {string} name
 * @property {string} folder where its disk lies, as told at import
 *
 * @typedef {object} Setup what a test decides about the emulated computer; written as setup.json
 * @property {'en' | 'ko'} [language]
 * @property {string} [version] of WSL
 * @property {boolean} [knowsUtf8] false for the inbox version, which ignores WSL_UTF8
 * @property {boolean} [installed] false: only the stand-in is there that Windows has for an uninstalled WSL
 * @property {boolean} [platform] false: the Virtual Machine Platform is switched off
 * @property {boolean} [restartDue] parts were installed that work after a restart
 * @property {'allow' | 'refuse'} [permission] what the person says when asked for an administrator's permission
 * @property {Record<string, string>} [drives] folders by small letter
 * @property {string} [newest] the version that an update brings
 * @property {string} [failSetup] key of texts.mjs's failures
 * @property {string} [failAll] key of texts.mjs's failures, for every command
 * @property {boolean} [virtualisation] false: the firmware has it switched off
 * @property {string} [failImport] key of texts.mjs's failures
 * @property {string} [failStart] key of texts.mjs's failures
 * @property {boolean} [listsEnded] a distribution that ended is listed as running still, as until WSL hears of it
 * @property {number} [instanceIdleMs] how long a distribution lives after its last client
 * @property {number} [vmIdleMs] how long the VM lives after its last distribution
 * @property {{ bridge: string, address: string, gateway: string }} network the VM's place behind a bridge
 * @property {string} controlGroup
 *
 * @typedef {object} Registry
 * @property {string} home
 * @property {Setup} setup
 * @property {() => Promise<Distribution[]>} list
 * @property {(change: (list: Distribution[]) => Distribution[]) => Promise<void>} change
 * @property {(change: Partial<Setup>) => Promise<void>} becomes changes the computer itself
 */

/** @param {Distribution} distribution its disk is a sparse file with ext4 in it, without the head that makes it a vhdx */
export const diskOf = (distribution) => join(distribution.folder, 'ext4.vhdx')

/** @returns {Promise<Registry>} */
export async function openRegistry() {
  const home = process.env.WSL_EMULATOR_HOME
  if (home === undefined) throw new Error('WSL_EMULATOR_HOME must name the folder of the emulated Windows')
  const setup = JSON.parse(await readFile(join(home, 'setup.json'), 'utf8'))
  const file = join(home, 'distributions.json')
  const list = async () => JSON.parse(await readFile(file, 'utf8').catch(() => '[]'))
  return {
    home,
    setup,
    list,
    becomes: async (change) => {
      await writeFile(join(home, 'setup.json'), JSON.stringify({ ...setup, ...change }))
    },
    change: (edit) =>
      locked(join(home, 'distributions.lock'), async () => {
        await writeFile(`${file}.new`, JSON.stringify(edit(await list())))
        await rename(`${file}.new`, file)
      }),
  }
}

/** A folder can be made only once: whoever made it holds the lock. @param {string} folder @param {() => Promise<void>} work */
async function locked(folder, work) {
  const end = Date.now() + 10_000
  while (
    !(await mkdir(folder).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > end) throw new Error(`waited 10 s for ${folder}`)
    await delay(10)
  }
  try {
    await work()
  } finally {
    await rm(folder, { recursive: true })
  }
}
