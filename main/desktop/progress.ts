// One figure for everything that takes a while: downloads, uploads and builds under way.
import type { Build, ImageTransfer, Pull } from '../../preload/model'

/** From 0 to 1, `unknown` when nothing tells how much there is, undefined when nothing is under way. */
export function progressOf(
  pulls: readonly Pull[],
  transfers: readonly ImageTransfer[],
  builds: readonly Build[],
): number | 'unknown' | undefined {
  const sizes = [...pulls, ...transfers].filter(({ state }) => state === 'active')
  const building = builds.filter(({ state }) => state === 'active')
  if (sizes.length + building.length === 0) return undefined
  const shares = [
    ...sizes.map(({ doneBytes, totalBytes }) => (totalBytes > 0 ? doneBytes / totalBytes : undefined)),
    ...building.map(({ steps }) =>
      steps.length > 0
        ? steps.filter(({ state }) => state === 'done' || state === 'cached').length / steps.length
        : undefined,
    ),
  ].filter((share) => share !== undefined)
  if (shares.length === 0) return 'unknown'
  const mean = shares.reduce((sum, share) => sum + Math.min(1, share), 0) / shares.length
  return Math.round(mean * 100) / 100
}
