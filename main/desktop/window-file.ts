// Keeps the window's place between runs, in a file that may be lost: then the window opens as on the first day.
import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { WindowPlace } from './window-place'

const pixels = z.int().min(-100_000).max(100_000)
const place = z.strictObject({
  bounds: z.strictObject({ x: pixels, y: pixels, width: pixels.positive(), height: pixels.positive() }),
  maximized: z.boolean(),
  zoomLevel: z.number().min(-10).max(10),
  toldStillRunning: z.boolean(),
}) satisfies z.ZodType<WindowPlace>

/** Read at once: the window cannot be opened before. */
export function readPlace(file: string): WindowPlace | undefined {
  try {
    return place.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Writes that come while one is under way become one. */
export function createPlaceWriter(file: string): {
  keep(place: WindowPlace): void
  written(): Promise<void>
} {
  let next: WindowPlace | undefined
  let writing: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    const value = next
    next = undefined
    if (!value) return
    await writeFile(`${file}.new`, JSON.stringify(value), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return {
    keep: (value) => {
      const idle = next === undefined
      next = value
      // A place that is not kept is no reason to bother anybody.
      if (idle) writing = writing.then(write).catch(() => {})
    },
    written: () => writing,
  }
}
