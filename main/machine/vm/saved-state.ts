// The saved state of a machine on disk: what it belongs to, and whether it may still be used. It may be used once, by
// exactly the machine that it was saved from, on a data disk that nothing has touched since.
import { createHash } from 'node:crypto'
import { readFile, rm, stat } from 'node:fs/promises'
import { arch, cpus } from 'node:os'
import { z } from 'zod'
import type { GuestImage } from '../guest-image'
import { writeWhole } from '../machine-record'
import type { SavedContent } from './hypervisor'
import type { MachineFiles } from './machine-files'
import type { Accelerator, VmMachine } from './vm-options'

const noteShape = z.object({
  format: z.literal(1),
  /** See {@link stateKey}. */
  key: z.string(),
  accelerator: z.enum(['kvm', 'hvf', 'tcg']),
  bytes: z.number(),
  sha256: z.string(),
  /** The data disk as the machine left it. */
  disk: z.string(),
})

export type SavedNote = z.infer<typeof noteShape>

/** What a state is saved from, and what it must fit again. */
export interface StateOwner {
  readonly machine: VmMachine
  readonly image: GuestImage
  /** Path of the program that runs the VM. */
  readonly program: string
  readonly accelerator: Accelerator
}

/** Changes with everything that the memory of a running guest relies on: program, devices, system, settings, processor. */
async function stateKey(owner: StateOwner, config: Buffer): Promise<string> {
  const { machine, image, program, accelerator } = owner
  const { size, mtimeMs } = await stat(program)
  const parts = [
    [program, size, mtimeMs, arch(), cpus()[0]?.model],
    [image.hash, ...machine.hypervisor.arguments(machine, accelerator, image)],
    sha256(config),
  ]
  return sha256(JSON.stringify(parts))
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Call it once the VM has let go of its disks: from then on the data disk must stay as it is. */
export async function noteState(owner: StateOwner, content: SavedContent): Promise<void> {
  const { files } = owner.machine
  const note: SavedNote = {
    format: 1,
    // What the guest was really given, which may be older than the present settings.
    key: await stateKey(owner, await readFile(files.configDisk)),
    accelerator: owner.accelerator,
    disk: await diskIdentity(files.dataDisk),
    ...content,
  }
  await writeWhole(files.savedNote, JSON.stringify(note))
}

/** Undefined when nothing was saved. @throws Error, why what was saved cannot be used */
export async function usableState(
  owner: Omit<StateOwner, 'accelerator'>,
  config: Buffer,
): Promise<SavedNote | undefined> {
  const { files } = owner.machine
  const text = await readFile(files.savedNote, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const note = noteShape.parse(JSON.parse(text))
  if (note.disk !== (await diskIdentity(files.dataDisk))) throw new Error('the data disk has changed since')
  if (note.key !== (await stateKey({ ...owner, accelerator: note.accelerator }, config)))
    throw new Error('it belongs to other settings or another version')
  if ((await stat(files.savedState)).size !== note.bytes) throw new Error('its file is incomplete')
  return note
}

/** The note goes first: a state without one is never used. */
export async function dropState(files: MachineFiles): Promise<void> {
  await rm(files.savedNote, { force: true })
  await rm(files.savedState, { force: true })
}

/** File, size and time of the last write, to the nanosecond. */
async function diskIdentity(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true })
  return [dev, ino, size, mtimeNs].join(' ')
}
