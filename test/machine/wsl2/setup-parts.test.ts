// What is run on Windows to set WSL up: full paths, and a script whose words nothing on the way takes apart.
import { describe, expect, it } from 'vitest'
import { diskpartScript } from '../../../main/machine/wsl2/compact'
import { elevationScript } from '../../../main/machine/wsl2/elevate'
import { explainFailure } from '../../../main/machine/wsl2/restart'
import { windowsPrograms } from '../../../main/machine/wsl2/windows-programs'
import type { WindowsRegistry } from '../../../main/machine/wsl2/windows-registry'
import { silentLog } from '../../../main/base/log'
import { AppError } from '../../../preload/errors'

describe('the programs of Windows', () => {
  it('are named by their full path', () => {
    expect(windowsPrograms({ SystemRoot: 'D:\\Win' })).toEqual({
      wsl: 'D:\\Win\\System32\\wsl.exe',
      powershell: 'D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      registry: 'D:\\Win\\System32\\reg.exe',
      diskpart: 'D:\\Win\\System32\\diskpart.exe',
      shutdown: 'D:\\Win\\System32\\shutdown.exe',
    })
  })
})

describe('the script that asks for permission', () => {
  it('takes every word literally and needs no double quote', () => {
    const script = elevationScript(["C:\\It's $here\\wsl.exe", '--install', '`$(evil)'])
    expect(script).toContain(
      "-FilePath 'C:\\It''s $here\\wsl.exe' -ArgumentList '--install','`$(evil)' -Verb RunAs",
    )
    expect(script).not.toContain('"')
    expect(script).not.toContain('\n')
  })
})

describe('what diskpart is told', () => {
  const disk = 'C:\\Users\\kim\\My Files\\ext4.vhdx'

  it('is to attach the disk for reading only, and goes there as one word', () => {
    expect(diskpartScript(disk).toString('latin1').split('\r\n')).toEqual([
      `select vdisk file="${disk}"`,
      'attach vdisk readonly',
      'compact vdisk',
      'detach vdisk',
      '',
    ])
    expect(elevationScript(['diskpart.exe', '/s', disk])).toContain(
      `-ArgumentList '/s',([char]34+'${disk}'+[char]34) -Verb`,
    )
  })

  it('keeps a path in any letters', () => {
    const script = diskpartScript('C:\\사용자\\ext4.vhdx')
    expect(script.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]))
    expect(script.subarray(2).toString('utf16le')).toContain('C:\\사용자\\ext4.vhdx')
  })
})

describe('a failure that Windows can explain', () => {
  const registryWith = (...keys: string[]): WindowsRegistry & { readonly written: string[] } => {
    const written: string[] = []
    return {
      written,
      hasKey: async (key) => keys.some((part) => key.includes(part)),
      setText: async (key, name, text) => void written.push(`${key} ${name} ${text}`),
    }
  }
  const off = new AppError('machine.virtualization-off', { params: { code: 'X' }, detail: 'words' })

  it('is a restart that is due, after which Portside opens', async () => {
    const registry = registryWith('RebootPending', 'vmcompute')
    const explained = await explainFailure(off, { registry, reopen: ['C:\\P s.exe', '--a'], log: silentLog })
    expect(explained).toMatchObject({ code: 'machine.wsl-reboot', detail: 'words', cause: off })
    expect(registry.written).toHaveLength(1)
    expect(registry.written[0]).toMatch(/RunOnce Portside "C:\\P s.exe" "--a"$/)
  })

  it('is a missing part, and not the firmware', async () => {
    const explained = await explainFailure(off, { registry: registryWith(), log: silentLog })
    expect(explained).toMatchObject({ code: 'machine.wsl-platform-missing', params: { code: 'X' } })
    expect(await explainFailure(off, { registry: registryWith('vmcompute'), log: silentLog })).toBe(off)
  })

  it('stays as it is when nothing is known, or when it is about something else', async () => {
    const broken: WindowsRegistry = {
      ...registryWith(),
      hasKey: async () => Promise.reject(new Error('no reg.exe')),
    }
    expect(await explainFailure(off, { registry: broken, log: silentLog })).toBe(off)
    const other = new AppError('machine.wsl-policy')
    expect(await explainFailure(other, { registry: registryWith('InstallStatus'), log: silentLog })).toBe(
      other,
    )
    const bug = new Error('x')
    expect(await explainFailure(bug, { registry: registryWith(), log: silentLog })).toBe(bug)
  })
})
