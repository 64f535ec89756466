// Holds a VM and lets it go: its processors stand still meanwhile, and its memory stays.
import { AppError } from '../../../preload/errors'
import type { GuestAgent } from '../guest-agent'
import type { MachineFiles } from './machine-files'
import { withQmp } from './qmp'

const clockDeadlineMs = 5_000
const msPerSecond = 1000

export interface VmHold {
  held(): boolean
  /** @throws machine.pause-failed */
  hold(): Promise<void>
  /** The guest's clock stood still as well, so it is set. @throws machine.pause-failed */
  letGo(): Promise<void>
}

export function vmHold(files: MachineFiles, agent: GuestAgent): VmHold {
  let held = false
  const command = async (name: 'stop' | 'cont'): Promise<void> => {
    try {
      await withQmp(files.qmpSocket, (qmp) => qmp.execute(name))
    } catch (cause) {
      throw new AppError('machine.pause-failed', { detail: String(cause), cause })
    }
    held = name === 'stop'
  }
  return {
    held: () => held,
    hold: async () => {
      if (!held) await command('stop')
    },
    letGo: async () => {
      if (!held) return
      await command('cont')
      await setClock(agent)
    },
  }
}

/** Sets the guest's clock by this computer's. @throws machine.pause-failed */
export async function setClock(agent: GuestAgent): Promise<void> {
  try {
    const now = String(Math.round(Date.now() / msPerSecond))
    const { exitCode, text } = await agent.request('time', now, { deadlineMs: clockDeadlineMs })
    if (exitCode !== 0) throw new Error(`the guest's clock: exit code ${exitCode} ${text}`)
  } catch (cause) {
    throw new AppError('machine.pause-failed', { detail: String(cause), cause })
  }
}
