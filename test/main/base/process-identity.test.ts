// Processes told apart by when they were made, on this system and as the other ones tell it.
import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exited } from '../../../main/base/child'
import { identify } from '../../../main/base/process-identity'

let child: ChildProcess
let pid: number
let folder: string
let asked: string

/** Answers the question about a process as PowerShell would, from this system's own knowledge of it. */
const powershell = `#!/bin/sh
for word; do :; done
printf '%s\\n' "$word" >>"$(dirname "$0")/asked"
pid=$(printf '%s' "$word" | sed -nE "s/.*'ProcessId=([0-9]+)'.*/\\1/p")
began=$(date -d "$(ps -o lstart= -p "$pid")" +%s) || exit 1
printf '%s0000000\\r\\n' $((began + 62135596800))
`

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-who-'))
  asked = join(folder, 'asked')
  await writeFile(join(folder, 'powershell'), powershell)
  await chmod(join(folder, 'powershell'), 0o755)
  vi.stubEnv('PORTSIDE_POWERSHELL', join(folder, 'powershell'))
  child = spawn('sleep', ['600'], { stdio: 'ignore' })
  pid = child.pid ?? 0
})
afterEach(async () => {
  vi.unstubAllEnvs()
  child.kill('SIGKILL')
  await exited(child)
  await rm(folder, { recursive: true })
})

describe.each(['linux', 'win32', 'darwin'] as const)('a process, as %s tells it', (platform) => {
  it('is the same each time, another one than this, and none once it has ended', async () => {
    const first = await identify(pid, platform)
    expect(first).toMatchObject({ pid, born: expect.stringMatching(/\S/) as string })
    expect(await identify(pid, platform)).toEqual(first)
    expect((await identify(process.pid, platform))?.pid).toBe(process.pid)
    child.kill('SIGKILL')
    await exited(child)
    expect(await identify(pid, platform)).toBeUndefined()
  })
})

describe('on Windows', () => {
  it('is told by the ms in which it was made, for which nobody is asked once it is gone', async () => {
    const { born = '' } = (await identify(pid, 'win32')) ?? {}
    expect(Math.abs(Number(born) - Date.now())).toBeLessThan(60_000)
    expect(await readFile(asked, 'utf8')).toContain(`-Filter 'ProcessId=${pid}'`)
    child.kill('SIGKILL')
    await exited(child)
    await identify(pid, 'win32')
    expect((await readFile(asked, 'utf8')).trim().split('\n')).toHaveLength(1)
  })

  it('knows itself in Electron without asking, to the same ms', async () => {
    const itself = process as { getCreationTime?: () => number | null }
    itself.getCreationTime = () => 1_780_000_000_123.456
    try {
      expect(await identify(process.pid, 'win32')).toEqual({ pid: process.pid, born: '1780000000123' })
    } finally {
      delete itself.getCreationTime
    }
  })
})
