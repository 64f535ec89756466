// Sizes and shares as people say them, the same in every language.

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `618 MB`, `1.12 GB`, `29.5 MB`: decimal units with at most three figures, as Docker counts sizes. */
export function formatBytes(bytes: number): string {
  const { value, unit } = scaled(bytes)
  return `${value} ${unit}`
}

/** `181 of 312 MB` style parts: both numbers in the unit of the larger one. */
export function formatBytesPair(done: number, total: number): { done: string; total: string } {
  const { unit, factor } = scaled(total)
  return { done: figures(done / factor), total: `${figures(total / factor)} ${unit}` }
}

/** Memory counts in powers of 1024, so that an 8 GB machine says 8 GB. */
export function formatMemoryPair(used: number, total: number): { used: string; total: string } {
  const gib = 1024 ** 3
  return total >= gib
    ? { used: figures(used / gib), total: `${figures(total / gib)} GB` }
    : { used: figures(used / 1024 ** 2), total: `${figures(total / 1024 ** 2)} MB` }
}

/** A single amount of memory, in the same powers of 1024. */
export const formatMemory = (bytes: number): string => formatMemoryPair(bytes, bytes).total

function scaled(bytes: number): { value: string; unit: string; factor: number } {
  let index = 0
  let factor = 1
  while (index < units.length - 1 && bytes / factor >= 999.5) {
    index += 1
    factor *= 1000
  }
  return { value: index === 0 ? String(bytes) : figures(bytes / factor), unit: units[index] ?? 'B', factor }
}

/** Three figures at most, no trailing zeros of a whole number. */
const figures = (value: number): string => {
  if (value >= 99.95) return String(Math.round(value))
  if (value >= 9.995) return trimZero(value.toFixed(1))
  return trimZero(value.toFixed(value === 0 ? 0 : 2))
}

export const trimZero = (text: string): string => text.replace(/\.0+$/, '').replace(/(\.\d*[1-9])0+$/, '$1')

/** A share from 0 to 1 as `0.4%`, `14%`. */
export function formatShare(share: number): string {
  const percent = share * 100
  return `${percent < 9.95 ? trimZero(percent.toFixed(1)) : Math.round(percent)}%`
}

/** Bytes of `512m` or `1.5g`, in powers of 1024 as Docker counts; undefined for anything else. */
export function bytesOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text.trim())
  if (!match) return undefined
  const power = ['', 'k', 'm', 'g', 't'].indexOf((match[2] ?? '').toLowerCase().replace('b', ''))
  return Math.round(Number(match[1]) * 1024 ** power)
}
