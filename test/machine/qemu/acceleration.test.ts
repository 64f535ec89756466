// The probe boots for a moment and remembers what it found; here with programs in QEMU's place.
import { chmod, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { machineRecordFile } from '../../../main/machine/machine-record'
import { chooseAccelerator } from '../../../main/machine/qemu/acceleration'
import { findQemu } from '../../../main/machine/qemu/qemu-program'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-accel-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function pretend(script: string): Promise<string> {
  const program = join(folder, 'qemu')
  await writeFile(program, `#!/bin/sh\necho run >> ${folder}/runs\n${script}\n`)
  await chmod(program, 0o755)
  return program
}
const runs = async (): Promise<number> =>
  (await readFile(join(folder, 'runs'), 'utf8').catch(() => '')).split('\n').length - 1

const choose = (program: string, kernelSha256 = 'k') =>
  chooseAccelerator({
    candidate: 'kvm',
    program,
    arch: 'amd64',
    image: {
      hash: 'h',
      kernel: 'k',
      initrd: 'i',
      root: 'r',
      kernelSha256,
      kernelVersion: '6',
      engineVersion: '26',
    },
    record: machineRecordFile(join(folder, 'machine.json')),
    log: silentLog,
    signal: new AbortController().signal,
  })

describe('acceleration', () => {
  it('is used when the kernel really runs, and the probe is ended', async () => {
    const program = await pretend(
      'echo $$ > "$0.pid"; echo "[ 0.1] Run /init as init process"; exec sleep 1000',
    )
    expect(await choose(program)).toBe('kvm')
    const pid = Number(await readFile(`${program}.pid`, 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('is not used when QEMU refuses it or the guest ends', async () => {
    expect(await choose(await pretend('echo "failed to initialize kvm" >&2; exit 1'))).toBe('tcg')
  })

  it('is probed once per QEMU and kernel', async () => {
    const program = await pretend('exit 1')
    await choose(program)
    await choose(program)
    expect(await runs()).toBe(1)
    await choose(program, 'another kernel')
    expect(await runs()).toBe(2)
    await utimes(program, 1, 1)
    await choose(program, 'another kernel')
    expect(await runs()).toBe(3)
  })

  it('is not asked for where there is none', async () => {
    const program = await pretend('exit 1')
    const record = machineRecordFile(join(folder, 'machine.json'))
    const nothing = { candidate: undefined, program, arch: 'amd64', record, log: silentLog } as const
    const image = {
      hash: '',
      kernel: '',
      initrd: '',
      root: '',
      kernelSha256: '',
      kernelVersion: '',
      engineVersion: '',
    }
    expect(await chooseAccelerator({ ...nothing, image, signal: new AbortController().signal })).toBe('tcg')
    expect(await runs()).toBe(0)
  })
})

it('says how QEMU is installed when it is missing', async () => {
  await expect(findQemu('amd64', [folder], folder, [])).rejects.toMatchObject({
    code: 'machine.qemu-missing',
    params: { program: 'qemu-system-x86_64', command: expect.stringContaining('install') as string },
  })
})
