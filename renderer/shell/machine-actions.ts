// Start, stop, restart, pause and resume of the machine, asked for from several places.
import { eraseWord } from '../../preload/erase-word'
import { act, usePending, type Pending } from '../stores/pending'
import { contract } from '../stores/session'

const key = 'machine'

export const startMachine = (): void => void act(key, 'start', async () => contract().machine.start())
/** Containers see the folder of this computer from then on. */
export const shareAndStart = (folder: string): void =>
  void act(key, 'start', async () => {
    await contract().settings.shareFolder({ folder })
    await contract().machine.start()
  })
export const restartMachine = (): void => void act(key, 'restart', async () => contract().machine.restart())

export const repairMachine = (): void => void act(key, 'restart', async () => contract().machine.repair())
export const eraseMachine = (): void =>
  void act(key, 'stop', async () => contract().machine.erase({ confirmation: eraseWord }))

export const pauseMachine = (): void => void act(key, 'stop', async () => contract().machine.pause())
export const resumeMachine = (): void => void act(key, 'start', async () => contract().machine.resume())

/** Not marked as pending: it must be possible while a start is, which it ends. */
export const stopMachine = (): void => void act(`${key}:stop`, 'stop', async () => contract().machine.stop())

export const useMachinePending = (): Pending | undefined => usePending(key)
