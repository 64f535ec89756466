// The limits of WSL's VM in .wslconfig: read, planned, and written only as they were shown, with a copy kept.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, readFile, realpath } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { WslLimits, WslLimitsChange, WslLimitsPlan } from '../../../preload/model'
import { writeWhole } from '../machine-record'
import { configValue, editConfig, formatSize, parseSize, type ConfigChange } from './wslconfig'

type LimitName = keyof WslLimits

const places: Readonly<Record<LimitName, { readonly section: string; readonly key: string }>> = {
  processors: { section: 'wsl2', key: 'processors' },
  memoryBytes: { section: 'wsl2', key: 'memory' },
  swapBytes: { section: 'wsl2', key: 'swap' },
  autoMemoryReclaim: { section: 'experimental', key: 'autoMemoryReclaim' },
}
const reclaimModes = ['disabled', 'gradual', 'dropCache'] as const
/** WSL raises less than this to it (WslCoreConfig.cpp). */
const leastMemoryBytes = 256 * 1024 * 1024

/** Values that WSL would not take count as absent, as they do for it. */
export function readLimits(text: string): WslLimits {
  const value = (name: LimitName): string | undefined =>
    configValue(text, places[name].section, places[name].key)
  const processors = Number(value('processors'))
  const memoryBytes = parseSize(value('memoryBytes') ?? '')
  const swapBytes = parseSize(value('swapBytes') ?? '')
  const mode = value('autoMemoryReclaim')?.toLowerCase()
  const autoMemoryReclaim = reclaimModes.find((one) => one.toLowerCase() === mode)
  return {
    ...(Number.isInteger(processors) && processors > 0 ? { processors } : {}),
    ...(memoryBytes ? { memoryBytes } : {}),
    ...(swapBytes === undefined ? {} : { swapBytes }),
    ...(autoMemoryReclaim ? { autoMemoryReclaim } : {}),
  }
}

export interface PlannedText extends WslLimitsPlan {
  readonly text: string
}

export function planLimits(text: string, change: WslLimitsChange): PlannedText {
  const before = readLimits(text)
  const names = (Object.keys(places) as LimitName[]).filter((name) => change[name] !== undefined)
  const changes = names.map((name): ConfigChange => ({ ...places[name], value: textOf(name, change) }))
  const after = readLimits(editConfig(text, changes).text)
  const lowers = names.filter((name) => {
    const [old, now] = [before[name], after[name]]
    return typeof old === 'number' && typeof now === 'number' && now < old
  })
  return { ...editConfig(text, changes), lowers, basis: basisOf(text) }
}

function textOf(name: LimitName, change: WslLimitsChange): string | undefined {
  const value = change[name]
  if (value === null || value === undefined) return undefined
  if (name === 'memoryBytes') return formatSize(Math.max(Number(value), leastMemoryBytes))
  return name === 'swapBytes' ? formatSize(Number(value)) : String(value)
}

const basisOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A file that is not there is empty. UTF-8, or UTF-16 with its mark, as WSL reads it. */
export async function readConfigFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw unusable(file, error)
  })
  return isUtf16(bytes)
    ? bytes.subarray(2).toString('utf16le')
    : bytes.toString('utf8').replace(/^\uFEFF/, '')
}

const isUtf16 = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xfe

/**
 * Writes the file as it was planned. What was there before is kept beside it, the first time and never overwritten,
 * and each time as the newest copy.
 * @throws machine.wsl-config-changed, machine.wsl-config-unwritable
 */
export async function writeLimits(file: string, change: WslLimitsChange, basis: string): Promise<void> {
  const text = await readConfigFile(file)
  if (basisOf(text) !== basis) throw new AppError('machine.wsl-config-changed', { params: { file } })
  const planned = planLimits(text, change)
  if (planned.text === text) return
  try {
    await keepCopies(file)
    // Where it is a link, as people who keep such files together have it, the link stays.
    await writeWhole(await realpath(file).catch(() => file), Buffer.from(planned.text, 'utf8'), 0o644)
  } catch (error) {
    throw unusable(file, error)
  }
}

async function keepCopies(file: string): Promise<void> {
  const unlessAbsent = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
  await copyFile(file, `${file}.before-portside`, constants.COPYFILE_EXCL).catch(unlessAbsent)
  await copyFile(file, `${file}.portside-backup`).catch(unlessAbsent)
}

const unusable = (file: string, cause: unknown): AppError =>
  new AppError('machine.wsl-config-unwritable', { params: { file }, detail: String(cause), cause })
