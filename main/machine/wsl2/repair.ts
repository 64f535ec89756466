// Clears away what may be damaged around the distribution's data and can be made anew; the data itself stays.
import { rm } from 'node:fs/promises'
import { scripts } from './distribution-scripts'
import { isRegistered, removeOtherSystems, terminate } from './prepare'
import type { WslMachine } from './wsl-options'

/** @throws machine.record-unreadable, machine.wsl-* */
export async function repairMachine({ wsl, record, files }: WslMachine): Promise<void> {
  // One that we did not make is not ours to enter.
  const known = await record.read()
  const ours = known?.dataDisk !== undefined
  if (ours && (await isRegistered(wsl))) {
    await wsl.exec([scripts.end])
    // A newer system was refused: the last one that worked may be the only one that does. Otherwise none is kept.
    await removeOtherSystems(wsl, (known?.refusedImage && known.imageHash) ?? 'none')
    await terminate(wsl)
  }
  await rm(files.certificates, { recursive: true, force: true })
  if (known) await record.update({ startUnfinished: true })
}
