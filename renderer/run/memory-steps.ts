// The places of the slider for the memory limit: steps that double and a half between each, then no limit.

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
/** Docker refuses less than 6 MB; hardly a program starts with less than this. */
const leastBytes = 16 * mebibyte

/** Up to what there is at all, in bytes; the place after the last one is no limit. */
export function memorySteps(most: number): readonly number[] {
  const steps: number[] = []
  for (let step = leastBytes; step <= most; step *= 2) {
    steps.push(step)
    if (step * 1.5 <= most) steps.push(step * 1.5)
  }
  return steps.length > 0 ? steps : [leastBytes]
}

/** Where an amount lies, also between two steps; undefined is no limit. More than there is stays before that. */
export function placeOf(steps: readonly number[], bytes: number | undefined): number {
  if (bytes === undefined) return steps.length
  const above = steps.findIndex((step) => step > bytes)
  if (above === 0) return 0
  if (above < 0) return steps.length - 1
  const [low = 0, high = 1] = steps.slice(above - 1, above + 1)
  return above - 1 + (bytes - low) / (high - low)
}

/** As it would be typed: `512m`, `1.5g`; empty for the place of no limit. */
export function textAt(steps: readonly number[], place: number): string {
  const bytes = steps[place]
  if (bytes === undefined) return ''
  return bytes >= gibibyte ? `${bytes / gibibyte}g` : `${bytes / mebibyte}m`
}
