// .wslconfig: read as WSL reads it, changed without touching what is somebody else's.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, lstatSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planLimits, readConfigFile, readLimits, writeLimits } from '../../../main/machine/wsl2/wsl-limits'
import {
  configValue,
  editConfig,
  formatSize,
  parseConfig,
  parseSize,
} from '../../../main/machine/wsl2/wslconfig'

const gibibyte = 1024 ** 3
const theirs = [
  '# my settings, do not touch',
  '[wsl2]',
  '  memory = 24GB   # the big build',
  'kernelCommandLine = "cgroup_no_v1=all # not a comment"',
  'swapFile=C:\\\\temp\\\\swap.vhdx',
  '',
  '[experimental]',
  'sparseVhd=true',
  'autoMemoryReclaim=gradual # slow',
  'bestEffortDnsParsing=tr\\',
  'ue',
  '',
].join('\r\n')

describe('.wslconfig', () => {
  it('is read as WSL reads it', () => {
    expect(configValue(theirs, 'WSL2', 'Memory')).toBe('24GB')
    expect(configValue(theirs, 'wsl2', 'kernelCommandLine')).toBe('cgroup_no_v1=all # not a comment')
    expect(configValue(theirs, 'wsl2', 'swapFile')).toBe('C:\\temp\\swap.vhdx')
    expect(configValue(theirs, 'experimental', 'bestEffortDnsParsing')).toBe('true')
    expect(configValue(theirs, 'experimental', 'memory')).toBeUndefined()
    expect(configValue('[wsl2]\nmemory=1GB\nmemory=2GB\n', 'wsl2', 'memory')).toBe('1GB')
    expect(configValue('[wsl2]\nmemory="1GB\nprocessors=2', 'wsl2', 'memory')).toBeUndefined()
    expect(configValue('[wsl2]\nmemory=C:\\x\nprocessors=2', 'wsl2', 'processors')).toBe('2')
  })

  it('keeps comments, foreign keys and line ends, and shows every line that changes', () => {
    const { text, lines } = editConfig(theirs, [
      { section: 'wsl2', key: 'memory', value: '16GB' },
      { section: 'wsl2', key: 'processors', value: '4' },
      { section: 'experimental', key: 'autoMemoryReclaim', value: undefined },
    ])
    expect(text.split('\r\n')).toEqual([
      '# my settings, do not touch',
      '[wsl2]',
      '  memory = 16GB   # the big build',
      'kernelCommandLine = "cgroup_no_v1=all # not a comment"',
      'swapFile=C:\\\\temp\\\\swap.vhdx',
      'processors=4',
      '',
      '[experimental]',
      'sparseVhd=true',
      'bestEffortDnsParsing=tr\\',
      'ue',
      '',
    ])
    expect(lines.filter(({ kind }) => kind !== 'kept')).toEqual([
      { kind: 'removed', text: '  memory = 24GB   # the big build' },
      { kind: 'added', text: '  memory = 16GB   # the big build' },
      { kind: 'added', text: 'processors=4' },
      { kind: 'removed', text: 'autoMemoryReclaim=gradual # slow' },
    ])
  })

  it('begins an empty file, and leaves one alone that says so already', () => {
    const change = [{ section: 'wsl2', key: 'processors', value: '2' }]
    const { text } = editConfig('', change)
    expect(text).toBe('[wsl2]\nprocessors=2\n')
    expect(editConfig(text, change).text).toBe(text)
  })

  it('survives any text: the change is there, and everything else is as it was', () => {
    const random = generator(20_261_121)
    const pieces = [
      '[wsl2]',
      '[x',
      'memory=1GB',
      'swap = 2GB # c',
      'a="b\\"c"',
      '#',
      '\\',
      '\r\n',
      '\n',
      '"',
      '=',
      ' ',
    ]
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: random() * 14 }, () => pick(pieces, random)).join(
        random() < 0.5 ? '' : '\n',
      )
      // A file that ends within a value is cut off; what follows would become a part of it.
      if (/\\\s*$/.test(text)) continue
      const value = pick(['3GB', undefined, 'C:\\a b#"c'], random)
      const edited = editConfig(text, [{ section: 'wsl2', key: 'memory', value }])
      expect(configValue(edited.text, 'wsl2', 'memory')).toBe(value)
      expect(othersOf(edited.text)).toEqual(othersOf(text))
      const before = edited.lines.filter(({ kind }) => kind !== 'added').map((line) => line.text)
      expect(before).toEqual(text.split(/\r?\n/))
    }
  })
})

const othersOf = (text: string): string[] =>
  parseConfig(text)
    .entries.filter(({ section, key }) => !(section === 'wsl2' && key === 'memory'))
    .map(({ section, key, value }) => `${section}.${key}=${value}`)

describe('sizes', () => {
  it('are read and written as WSL does', () => {
    expect(parseSize('8GB')).toBe(8 * gibibyte)
    expect(parseSize('512m')).toBe(512 * 1024 ** 2)
    expect(parseSize('1024')).toBe(1024)
    expect(parseSize('0')).toBe(0)
    expect(parseSize('1 GB')).toBeUndefined()
    expect(parseSize('half')).toBeUndefined()
    for (const bytes of [0, 1, 3 * 1024, 700 * 1024 ** 2, 8 * gibibyte, 1.5 * gibibyte])
      expect(parseSize(formatSize(bytes))).toBe(bytes)
  })
})

describe('limits', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pswc-'))
    file = join(folder, '.wslconfig')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('are read from the text, and what WSL would refuse is not there', () => {
    expect(readLimits(theirs)).toEqual({ memoryBytes: 24 * gibibyte, autoMemoryReclaim: 'gradual' })
    expect(readLimits('[wsl2]\nprocessors=two\nmemory=-1\nswap=0\n')).toEqual({ swapBytes: 0 })
  })

  it('say what becomes lower for everybody', () => {
    const lower = { memoryBytes: 8 * gibibyte, processors: 2 }
    expect(planLimits(theirs, lower).lowers).toEqual(['memoryBytes'])
    expect(planLimits(theirs, { memoryBytes: 32 * gibibyte }).lowers).toEqual([])
  })

  it('are written as planned, once, with a copy of the first and of the last file', async () => {
    writeFileSync(file, theirs)
    const change = { memoryBytes: 16 * gibibyte }
    const { basis } = planLimits(await readConfigFile(file), change)
    await writeLimits(file, change, basis)
    expect(readLimits(await readConfigFile(file)).memoryBytes).toBe(16 * gibibyte)
    await expect(writeLimits(file, change, basis)).rejects.toMatchObject({
      code: 'machine.wsl-config-changed',
    })
    const undo = { memoryBytes: null }
    await writeLimits(file, undo, planLimits(await readConfigFile(file), undo).basis)
    expect(readLimits(await readConfigFile(file)).memoryBytes).toBeUndefined()
    expect(readFileSync(`${file}.before-portside`, 'utf8')).toBe(theirs)
    expect(readFileSync(`${file}.portside-backup`, 'utf8')).toContain('16GB')
  })

  it('make the file where there is none, and go through a link to where it leads', async () => {
    const real = join(folder, 'dotfiles')
    symlinkSync(real, file)
    writeFileSync(real, Buffer.from('\uFEFF[wsl2]\r\nprocessors=8\r\n', 'utf16le'))
    const change = { processors: 4 }
    await writeLimits(file, change, planLimits(await readConfigFile(file), change).basis)
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readFileSync(real, 'utf8')).toBe('[wsl2]\r\nprocessors=4\r\n')
    const none = join(folder, 'none')
    await writeLimits(none, change, planLimits('', change).basis)
    expect(readFileSync(none, 'utf8')).toBe('[wsl2]\nprocessors=4\n')
  })
})

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
