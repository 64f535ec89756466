// A vfkit that this Mac does not let run virtual machines is remembered, so that the next app uses QEMU instead.
import { readFileSync, statSync } from 'node:fs'
import { release } from 'node:os'
import { z } from 'zod'
import type { AppError } from '../../../preload/errors'
import { writeWhole } from '../machine-record'

const refusalShape = z.object({ program: z.string(), key: z.string() })

/** What no further try changes. */
const lasting: ReadonlySet<AppError['code']> = new Set([
  'machine.vfkit-not-entitled',
  'machine.vfkit-unsupported',
])

export async function rememberRefusal(file: string, program: string, { code }: AppError): Promise<void> {
  if (lasting.has(code)) await writeWhole(file, JSON.stringify({ program, key: keyOf(program) }))
}

/** Whether the program that was refused is still the same, on the same macOS. Asked once, before there is a driver. */
export function isRefused(file: string): boolean {
  try {
    const { program, key } = refusalShape.parse(JSON.parse(readFileSync(file, 'utf8')))
    return key === keyOf(program)
  } catch {
    return false
  }
}

function keyOf(program: string): string {
  const { size, mtimeMs } = statSync(program)
  return [size, mtimeMs, release()].join(' ')
}
