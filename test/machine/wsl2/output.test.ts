// What wsl.exe prints, in both encodings and languages, and text that nobody expects.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeWslOutput } from '../../../main/machine/wsl2/decode'
import { wslError, wslErrorCode } from '../../../main/machine/wsl2/wsl-error'
import {
  atLeast,
  parseQuietList,
  parseVerboseList,
  parseVersion,
} from '../../../main/machine/wsl2/wsl-listing'

const folder = join(import.meta.dirname, '../../fixtures/wsl')
const fixture = (name: string): string => readFileSync(join(folder, name), 'utf8')
const asWindows = (text: string): string => text.replaceAll('\n', '\r\n')
const texts = readdirSync(folder).filter((name) => name.endsWith('.txt'))

describe('decodeWslOutput', () => {
  it.each(texts)('reads %s in every encoding', (name) => {
    const text = fixture(name)
    const utf16 = Buffer.from(asWindows(text), 'utf16le')
    expect(decodeWslOutput(Buffer.from(asWindows(text), 'utf8'))).toBe(text)
    expect(decodeWslOutput(utf16)).toBe(text)
    expect(decodeWslOutput(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toBe(text)
    expect(decodeWslOutput(Buffer.from(`\uFEFF${asWindows(text)}`, 'utf8'))).toBe(text)
  })
})

describe('lists', () => {
  it('reads the table', () => {
    expect(parseVerboseList(fixture('list-verbose.txt'))).toEqual([
      { name: 'Ubuntu-22.04', running: false, version: 2 },
      { name: 'docker-desktop-data', running: false, version: 2 },
      { name: 'Ubuntu-2204', running: true, version: 2 },
      { name: 'docker-desktop', running: false, version: 1 },
    ])
    expect(parseQuietList('portside\nUbuntu \n\n')).toEqual(['portside', 'Ubuntu'])
  })

  it.each(['version.en.txt', 'version.ko.txt'])('reads %s by the order of its lines', (name) => {
    expect(parseVersion(fixture(name))).toEqual({ wsl: '2.5.10.0', kernel: '6.6.87.2-1' })
  })

  it('knows no version where none is told', () => {
    expect(parseVersion(fixture('usage.en.txt'))).toBeUndefined()
    expect(parseVersion('Versión de WSL: 2,1,5,0\n')?.wsl).toBe('2.1.5.0')
  })

  it('compares versions by number', () => {
    expect(atLeast('2.10.0', '2.9.1')).toBe(true)
    expect(atLeast('2.1.5.0', '2.1.5')).toBe(true)
    expect(atLeast('2.1.4.9', '2.1.5')).toBe(false)
    expect(atLeast('1.0', '2.1.5')).toBe(false)
  })
})

describe('wslError', () => {
  it.each([
    ['error-virtualization.en.txt', 'HCS_E_HYPERV_NOT_INSTALLED', 'machine.virtualization-off'],
    ['error-virtualization.ko.txt', 'HCS_E_HYPERV_NOT_INSTALLED', 'machine.virtualization-off'],
    ['error-exists.ko.txt', 'ERROR_ALREADY_EXISTS', 'machine.wsl-name-in-use'],
    ['error-not-found.ko.txt', 'WSL_E_DISTRO_NOT_FOUND', 'machine.wsl-distribution-gone'],
    ['error-not-found.en.txt', 'WSL_E_DISTRO_NOT_FOUND', 'machine.wsl-distribution-gone'],
  ])('tells from %s what it is about', (name, code, expected) => {
    const text = fixture(name)
    expect(wslErrorCode(text)).toBe(code)
    const error = wslError(text, 'wsl --import')
    expect(error).toMatchObject({ code: expected, params: { code } })
    expect(error.detail).toBe(text.trim())
  })

  it.each([
    ['Wsl/Service/CreateInstance/MountDisk/WSL_E_DISK_CORRUPTED', 'machine.wsl-disk-corrupted'],
    ['Wsl/Service/WSL_E_HIGHER_INTEGRITY', 'machine.wsl-elevation'],
    ['Wsl/Service/0x80040310', 'machine.wsl-elevation'],
    ['Wsl/ERROR_ACCESS_DISABLED_BY_POLICY', 'machine.wsl-policy'],
    ['Wsl/0x800704EC', 'machine.wsl-policy'],
    ['Wsl/Service/CreateInstance/0x80070422', 'machine.wsl-service-off'],
    ['Wsl/Service/CreateInstance/ERROR_SUCCESS_REBOOT_REQUIRED', 'machine.wsl-reboot'],
    ['Wsl/Service/WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED', 'machine.wsl-platform-missing'],
    ['Wsl/Service/CreateInstance/CreateVm/WSL_E_CUSTOM_KERNEL_NOT_FOUND', 'machine.wsl-config'],
    ['Wsl/InstallDistro/WSL_E_OS_NOT_SUPPORTED', 'machine.wsl-windows-old'],
    ['Wsl/Service/RegisterDistro/toString', 'machine.wsl-failed'],
    ['Wsl/Service/CreateInstance/CreateVm/0x80370102', 'machine.virtualization-off'],
    ['Wsl/CallMsi/Install/REGDB_E_CLASSNOTREG', 'machine.wsl-missing'],
    ['Wsl/Service/WSL_E_VM_CRASHED', 'machine.wsl-crashed'],
    ['Wsl/Service/AttachDisk/ERROR_SHARING_VIOLATION', 'machine.wsl-disk-held'],
    ['Wsl/Service/RegisterDistro/ERROR_FILE_EXISTS', 'machine.wsl-folder-taken'],
    ['Wsl/UpdatePackage/0x80072ee7', 'machine.wsl-offline'],
    ['Wsl/Service/WSL_E_DISTRO_NOT_STOPPED', 'machine.wsl-disk-held'],
    ['Wsl/Service/RegisterDistro/E_ACCESSDENIED', 'machine.wsl-access-denied'],
    ['Wsl/Service/CreateInstance/MountDisk/HCS/0x80070005', 'machine.wsl-access-denied'],
    ['Wsl/Service/RegisterDistro/WSL_E_IMPORT_FAILED', 'machine.wsl-import-failed'],
    ['Wsl/Service/RegisterDistro/0x80040326', 'machine.wsl-import-failed'],
    ['Wsl/Service/RegisterDistro/WSL_E_WSL1_NOT_SUPPORTED', 'machine.wsl-old'],
    ['Wsl/InstallDistro/0x800704c7', 'machine.wsl-not-allowed'],
    ['Wsl/UpdatePackage/E_UNKNOWN', 'machine.wsl-failed'],
  ])('maps %s', (code, expected) => {
    expect(wslError(`x\nError code: ${code}\n`, 'wsl').code).toBe(expected)
  })

  it('is not misled by a code in the middle of a sentence', () => {
    expect(wslErrorCode('see Wsl/Service/WSL_E_VM_CRASHED for more\n')).toBeUndefined()
  })
})

describe('any text', () => {
  it('is read without an exception, and fixtures survive being cut and mixed', () => {
    const random = generator(20_261_121)
    for (let round = 0; round < 1_000; round += 1) {
      const bytes = spoil(
        Buffer.from(pick(texts.map(fixture), random), round % 2 ? 'utf16le' : 'utf8'),
        random,
      )
      const text = decodeWslOutput(bytes)
      expect(text).not.toMatch(/\0|\r\n/)
      for (const { name, version } of parseVerboseList(text)) {
        expect(name).toMatch(/^\S+$/)
        expect([1, 2]).toContain(version)
      }
      expect(parseVersion(text)?.wsl ?? '0.0').toMatch(/^\d+(\.\d+)+(-\d+)?$/)
      expect(wslError(text, 'wsl').message).not.toContain('undefined')
    }
  })
})

/** Cuts, repeats and overwrites a piece. */
function spoil(bytes: Buffer, random: () => number): Buffer {
  const from = Math.floor(random() * bytes.length)
  const to = from + Math.floor(random() * (bytes.length - from))
  const noise = Buffer.from(
    Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() * 256)),
  )
  return Buffer.concat([bytes.subarray(0, to), noise, bytes.subarray(from)])
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T

/** The same numbers in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
