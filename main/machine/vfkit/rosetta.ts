// Apple's translator Rosetta, by which a machine on Apple silicon runs programs for Intel processors.
import { stat } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { Translation } from '../vm/hypervisor'
import type { Arch } from '../vm/vm-options'

/** Where macOS 13 and later keep the translator for Linux once Rosetta is installed. */
const installedFile = '/Library/Apple/usr/libexec/oah/RosettaLinux/rosetta'

/** Only Apple silicon has it; vfkit refuses the device elsewhere. */
export const rosettaFileOf = (platform: NodeJS.Platform, arch: Arch): string | undefined =>
  platform === 'darwin' && arch === 'arm64' ? installedFile : undefined

/** vfkit fails at start when it is asked for a translator that is not there, so that is looked for before. Told once. */
export const translation: Translation = async ({ rosettaFile, record }, notice) => {
  if (rosettaFile === undefined) return false
  const installed = await stat(rosettaFile).then(
    (file) => file.isFile(),
    () => false,
  )
  if (notice === undefined) return installed
  const { toldOfRosetta = false } = (await record.read()) ?? {}
  if (!installed && !toldOfRosetta) notice(new AppError('machine.rosetta-missing'))
  if (installed === toldOfRosetta) await record.update({ toldOfRosetta: !installed })
  return installed
}
