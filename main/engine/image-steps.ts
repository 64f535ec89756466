// Reads an image's history into steps as a Dockerfile would write them, and finds the layers behind the steps.
import type { ImageStep } from '../../preload/model'

/** One entry of the engine's answer, which has the newest first. */
export interface HistoryEntry {
  readonly Created?: number
  readonly CreatedBy?: string
  readonly Size?: number
}

export const readSteps = (history: readonly HistoryEntry[]): ImageStep[] =>
  history.toReversed().map(({ Created: created = 0, CreatedBy: createdBy = '', Size: size = 0 }) => ({
    instruction: readInstruction(createdBy),
    sizeBytes: size,
    ...(created > 0 ? { createdAt: created * 1000 } : {}),
  }))

/** The classic builder and BuildKit both write down the shell that ran, not what the Dockerfile said. */
export function readInstruction(createdBy: string): string {
  const text = createdBy.replace(/\s+# buildkit\s*$/, '').trim()
  const marker = /^(?:\/bin\/sh -c|cmd \/S \/C) #\(nop\)\s*/.exec(text)
  if (marker) return text.slice(marker[0].length)
  const run = /^(?:RUN )?(?:\|\d+ .*? )?(?:\/bin\/sh -c|\/bin\/bash -c|cmd \/S \/C) ([\s\S]*)$/.exec(text)
  return run?.[1] === undefined ? text : `RUN ${run[1].trim()}`
}

/** Instructions that never make a layer. */
const onlyMetadata =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/

/**
 * The step of each layer. The engine does not say which steps made one: those with a size did, and an empty one may
 * have. Undefined when that leaves doubt.
 */
export function layersOfSteps(
  steps: readonly ImageStep[],
  layerCount: number,
): readonly number[] | undefined {
  const indexes = steps.map((_step, index) => index)
  const sized = indexes.filter((index) => (steps[index]?.sizeBytes ?? 0) > 0)
  if (sized.length === layerCount) return sized
  const possible = indexes.filter((index) => {
    const step = steps[index]
    return step !== undefined && (step.sizeBytes > 0 || !onlyMetadata.test(step.instruction))
  })
  return possible.length === layerCount ? possible : undefined
}

/** How many layers two images have in common, from the lowest on. */
export function commonLayers(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((layer, index) => layer !== b[index])
  return different < 0 ? a.length : different
}
