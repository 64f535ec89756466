// What is large among the files that would be sent: the folders that one can leave out, not the thousand files in them.
import type { LargePart } from '../../../preload/model'

const shownLargest = 5
/** Deeper folders count for those above them only. */
const deepest = 4
/** What is less than this share of the largest part is not worth a word. */
const leastShare = 0.01
/** A part of a folder that is nearly all of it is told in its place. */
const nearlyAll = 0.9

export interface ContextSize {
  add(path: string, sizeBytes: number): void
  /** Files and folders, folders with a `/` behind them, the largest first. */
  largest(): readonly LargePart[]
}

export function createContextSize(): ContextSize {
  const folders = new Map<string, { sizeBytes: number; files: number }>()
  let files: { path: string; sizeBytes: number }[] = []
  return {
    add: (path, sizeBytes) => {
      files.push({ path, sizeBytes })
      if (files.length > 1000) files = largestOf(files)
      const names = path.split('/').slice(0, -1)
      for (let depth = 1; depth <= Math.min(names.length, deepest); depth++) {
        const folder = names.slice(0, depth).join('/')
        const sum = folders.get(folder) ?? { sizeBytes: 0, files: 0 }
        sum.sizeBytes += sizeBytes
        sum.files += 1
        folders.set(folder, sum)
      }
    },
    largest: () => {
      const shown = largestOf(files)
      const top: LargePart[] = [...folders]
        .filter(([path]) => !path.includes('/'))
        .map(([path, sum]) => narrow({ path: `${path}/`, ...sum }))
      const loose = shown.filter(({ path }) => !path.includes('/')).map((one) => ({ ...one, files: 1 }))
      const all = largestOf([...top, ...loose])
      return all.filter(({ sizeBytes }) => sizeBytes >= leastShare * (all[0]?.sizeBytes ?? 0))

      function narrow(part: LargePart): LargePart {
        // Such folders are left out as a whole.
        if (/(?:^|\/)(?:node_modules|\.git|\.venv|venv|\.gradle)\/$/.test(part.path)) return part
        const isMost = ({ path, sizeBytes }: { path: string; sizeBytes: number }): boolean =>
          path.startsWith(part.path) && sizeBytes >= nearlyAll * part.sizeBytes
        const file = shown.find(isMost)
        if (file) return { ...file, files: 1 }
        const below = [...folders].find(
          ([path, { sizeBytes }]) =>
            isMost({ path, sizeBytes }) && !path.slice(part.path.length).includes('/'),
        )
        return below ? narrow({ path: `${below[0]}/`, ...below[1] }) : part
      }
    },
  }
}

const largestOf = <T extends { readonly sizeBytes: number }>(parts: readonly T[]): T[] =>
  [...parts].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, shownLargest)
