// Removes several things one after the other and tells of each how it went.
import { isAbort, serialiseError } from '../../preload/errors'
import type { RemovalResult } from '../../preload/model'

/** One that cannot go does not keep the others. @throws the abort, and nothing else */
export async function removeEach(
  ids: readonly string[],
  remove: (id: string) => Promise<void>,
  signal?: AbortSignal,
): Promise<RemovalResult> {
  const removed: string[] = []
  const kept: { id: string; error: ReturnType<typeof serialiseError> }[] = []
  for (const id of ids) {
    signal?.throwIfAborted()
    try {
      await remove(id)
      removed.push(id)
    } catch (error) {
      if (isAbort(error)) throw error
      kept.push({ id, error: serialiseError(error) })
    }
  }
  return { removed, kept }
}
