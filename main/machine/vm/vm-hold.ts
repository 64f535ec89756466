// Holds a VM and lets it go: its processors stand still meanwhile, and its memory stays.
import { AppError } from '../../../preload/errors'
import type { GuestAgent } from '../guest-agent'
import type { VmControl } from './hypervisor'

const clockDeadlineMs = 5_000
/** Systems give programs some seconds before they sleep, and do not wait longer. */
const writeDeadlineMs = 10_000
const msPerSecond = 1000

export interface VmHold {
  held(): boolean
  /** @throws machine.pause-failed */
  hold(): Promise<void>
  /** The guest's clock stood still as well, so it is set. @throws machine.pause-failed */
  letGo(): Promise<void>
  /** The guest writes out what it has in memory only; one that is held cannot. @throws Error */
  hostSleeps(): Promise<void>
  /** The clock is set; one that is held has it set when it goes on. @throws machine.pause-failed */
  hostWoke(): Promise<void>
}

export function vmHold(control: VmControl, agent: GuestAgent): VmHold {
  let held = false
  const command = async (name: 'hold' | 'letGo'): Promise<void> => {
    try {
      await control[name]()
    } catch (cause) {
      throw new AppError('machine.pause-failed', { detail: String(cause), cause })
    }
    held = name === 'hold'
  }
  return {
    held: () => held,
    hold: async () => {
      if (!held) await command('hold')
    },
    letGo: async () => {
      if (!held) return
      await command('letGo')
      await setClock(agent)
    },
    hostSleeps: async () => {
      if (held) return
      const { exitCode, text } = await agent.request('sync', undefined, { deadlineMs: writeDeadlineMs })
      if (exitCode !== 0) throw new Error(`the guest's data: exit code ${exitCode} ${text}`)
    },
    hostWoke: async () => {
      if (!held) await setClock(agent)
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
