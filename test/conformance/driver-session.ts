// One machine under test: the driver, a client of its engine, and a volume that must survive everything.
import { expect } from 'vitest'
import { openClient, type EngineClient } from '../../main/engine/client'
import type { Driver, MachineConfig } from '../../main/machine/driver'
import type { AppError } from '../../preload/errors'
import type { OtherImage } from '../support/other-image'
import { runInContainer } from './driver-probes'

/** Folders of this computer that the second driver is made with. */
export interface SharedTestFolders {
  readonly writable: string
  readonly readOnly: string
  /** Is not there. */
  readonly missing: string
  /** Is on no list at first. */
  readonly added: string
}

export interface DriverFixture {
  readonly driver: Driver
  /** A second driver on the same state, as after a crash of the app. */
  again(): Driver
  /** Size of the data disk that the second driver is made with, in bytes, when it is larger than the first one's. */
  readonly grownDiskBytes?: number
  readonly shared?: SharedTestFolders
  /** Another list of folders for the second driver: as when somebody edits the settings. */
  readonly share?: (folders: MachineConfig['sharedFolders']) => void
  /** Another number of processors for it, from its next start on. */
  readonly giveProcessors?: (count: number) => void
  /** What is streamed at once in MiB, where 100 would show nothing more. */
  readonly streamedMebibytes?: number
  /**
   * Starts the machine from another process, and kills that one with SIGKILL; absent where nothing is adopted.
   * Returns the codes of what the other process told.
   */
  readonly startAndCrash?: () => Promise<readonly string[]>
  /** What the engine is given of the person's settings, where it can be asked what it was started with. */
  readonly daemon?: MachineConfig['daemon']
  /** Power loss of the machine; absent where the machine is not ours to lose. */
  readonly powerLoss?: () => Promise<void>
  /** Changes one byte of the state that was saved; absent where none is. */
  readonly damageSavedState?: () => Promise<void>
  /** A driver on the same state whose app brings another system image; absent where there is none to replace. */
  readonly withSystem?: (kind: OtherImage) => Promise<Driver>
  /** What is left over of the machine's processes, sockets and files, once it was deleted. */
  leftovers(): Promise<readonly string[]>
  /** Processes of the machine that run now. */
  processes(): Promise<readonly string[]>
  dispose(): Promise<void>
}

export const testImage = 'busybox:latest'
const volume = 'kept-volume'
/** Where Linux has it: looking is quicker than a container, which an emulated processor takes seconds to start. */
const keptInside = `/var/lib/docker/volumes/${volume}/_data/kept`

export interface DriverSession {
  readonly fixture: DriverFixture
  /** Changes when another driver takes the machine. */
  driver: Driver
  /** What the second driver's start told. */
  notices: readonly AppError[]
  engine(): Promise<EngineClient['docker']>
  /** Before the machine ends: what is connected would be told of an error. */
  disconnect(): void
  writeKept(text: string): Promise<void>
  readKept(): Promise<string>
}

export function openSession(fixture: DriverFixture): DriverSession {
  let client: EngineClient | undefined
  let made = false
  const session: DriverSession = {
    fixture,
    driver: fixture.driver,
    notices: [],
    engine: async () => {
      client ??= await openClient((options) => session.driver.dial(options), new AbortController().signal)
      return client.docker
    },
    disconnect: () => {
      client?.close()
      client = undefined
    },
    writeKept: async (text) => {
      const { guest } = session.driver
      if (guest && made) {
        expect((await guest.exec(`echo ${text} > ${keptInside} && sync`)).exitCode).toBe(0)
        return
      }
      await runInContainer(await session.engine(), testImage, `echo ${text} > /data/kept; sync`, { volume })
      made = true
    },
    readKept: async () => {
      const { guest } = session.driver
      if (guest) return (await guest.exec(`cat ${keptInside}`)).output.trim()
      const { output } = await runInContainer(await session.engine(), testImage, 'cat /data/kept', { volume })
      return output.trim()
    },
  }
  return session
}

/** In order; a second stop is harmless, and nothing of it runs on. */
export async function stopTwice(session: DriverSession): Promise<void> {
  const { driver, fixture } = session
  session.disconnect()
  await driver.stop()
  await driver.stop()
  expect(await fixture.processes()).toEqual([])
}
