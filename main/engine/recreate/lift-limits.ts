// Takes limits from a container, in the only way the engine has: a new container in its place that never had them.
import type { ContainerInspectInfo } from 'dockerode'
import { AppError } from '../../../preload/errors'
import type { Calls } from '../calls'
import { toAppError } from '../engine-words'
import { isOwnRefusal, isUp, nameOf, replaceContainer, sameReplacement, wordsOf, type Tools } from './replace'
import type { Changes } from './same-again'

/** What a limit that is lifted leaves: as if nobody had ever asked for one. */
export const noLimit = {
  memory: { Memory: 0, MemorySwap: 0 },
  cpus: { NanoCpus: 0, CpuQuota: 0, CpuPeriod: 0 },
} as const

/** It would be gone before the new one is there. @throws container.removes-itself */
export function refuseWhenItRemovesItself(info: ContainerInspectInfo): void {
  if (info.HostConfig.AutoRemove)
    throw new AppError('container.removes-itself', { params: { container: nameOf(info) } })
}

/** Once begun it is not given up. @throws container.removes-itself container.recreate-failed */
export async function liftLimits(
  calls: Calls,
  tools: Tools,
  id: string,
  limits: NonNullable<Changes['limits']>,
): Promise<void> {
  await calls.call({ container: id.slice(0, 12) }, async (docker) => {
    const info = await docker.getContainer(id).inspect()
    const params = { container: nameOf(info) }
    refuseWhenItRemovesItself(info)
    const replacement = await sameReplacement(docker, info, { limits })
    try {
      const { id: made } = await replaceContainer(docker, tools, info, { ...replacement, start: isUp(info) })
      if (info.State.Paused) await docker.getContainer(made).pause()
    } catch (error) {
      if (isOwnRefusal(error)) throw error
      const cause = toAppError(error, calls.asked(params))
      throw new AppError('container.recreate-failed', { params, detail: wordsOf(cause), cause })
    }
  })
}
