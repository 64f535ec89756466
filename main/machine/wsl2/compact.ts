// Makes the file of the distribution's disk as small as what is in it: diskpart does, which only an administrator may run.
import { rm, stat, writeFile } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { elevate } from './elevate'
import type { WindowsPrograms } from './windows-programs'

/** Stat(2) counts in these; Node takes it from the allocated size on Windows. */
const bytesPerBlock = 512

export interface CompactPlace {
  readonly programs: Pick<WindowsPrograms, 'powershell' | 'diskpart'>
  /** The disk that nothing has attached. */
  readonly disk: string
  /** Where the script for diskpart is written for the time of its run. */
  readonly script: string
}

/**
 * In bytes that the file takes less. What it leaves out are blocks that were trimmed before; nothing else of it changes,
 * since it is attached for reading only. @throws machine.wsl-not-allowed, machine.wsl-compact-failed, or the abort reason
 */
export async function compactDisk(
  { programs, disk, script }: CompactPlace,
  signal: AbortSignal,
): Promise<number> {
  const before = await takenBytes(disk)
  await writeFile(script, diskpartScript(disk), { mode: 0o600 })
  try {
    const { allowed, exitCode, said } = await elevate(
      programs.powershell,
      [programs.diskpart, '/s', script],
      {
        signal,
      },
    )
    if (!allowed) throw new AppError('machine.wsl-not-allowed', { detail: said })
    if (exitCode !== 0)
      throw new AppError('machine.wsl-compact-failed', { params: { file: disk, code: exitCode } })
  } finally {
    await rm(script, { force: true })
  }
  return Math.max(0, before - (await takenBytes(disk)))
}

/** diskpart reads the code page of Windows, or UTF-16 with its mark: a path in other letters needs the latter. */
export function diskpartScript(disk: string): Buffer {
  const lines = [`select vdisk file="${disk}"`, 'attach vdisk readonly', 'compact vdisk', 'detach vdisk', '']
  const text = lines.join('\r\n')
  return /^[\x20-\x7e\r\n]*$/.test(text)
    ? Buffer.from(text, 'latin1')
    : Buffer.from(`\uFEFF${text}`, 'utf16le')
}

/** What a file takes, not what it shows. */
export const takenBytes = async (file: string): Promise<number> => (await stat(file)).blocks * bytesPerBlock
