// What making containers again needs, and what it leaves behind when the app or the connection ends in the middle.
import type Docker from 'dockerode'
import type { Log } from '../../base/log'
import { createBareContainers } from './bare-containers'
import { joiningAgain } from './joined'
import { removeUnusedKept } from './kept-image'
import { putRight } from './put-right'
import { replaceContainer, sameReplacement, type Tools } from './replace'
import { createUnfinished, type Note } from './unfinished'

export interface RecreatingOptions {
  /** Tells what one Portside made from what another one did. */
  readonly owner: string
  /** Where it is noted which containers are being made again. */
  readonly file: string
  readonly isTrashed: (id: string) => boolean
  readonly log: Log
}

export interface Recreating extends Tools {
  /** Call when the engine is connected. Never rejects: nothing of it keeps the engine from being used. */
  tidy(docker: Docker): Promise<void>
  /** Resolves when no container is being made again, and none is put right that was. */
  quiet(): Promise<boolean>
}

export function createRecreating({ owner, file, isTrashed, log }: RecreatingOptions): Recreating {
  const tools: Tools = {
    bare: createBareContainers(owner, log),
    unfinished: createUnfinished(file, log),
    isTrashed,
  }
  const tried = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) =>
      log.warn('what is left of a container that was made again stays', { error: String(error) }),
    )
  }
  let tidying = Promise.resolve()
  let isTidy = true
  const tidy = async (docker: Docker): Promise<void> => {
    await tried(tools.bare.removeLeft(docker))
    await tried(finishAll(docker, tools, tried))
    await tried(removeUnusedKept(docker))
  }
  return {
    ...tools,
    tidy: (docker) => {
      isTidy = false
      return (tidying = tidy(docker).finally(() => (isTidy = true)))
    },
    quiet: async () => {
      const wasTidy = isTidy
      await tidying
      return (await tools.unfinished.quiet()) || !wasTidy
    },
  }
}

async function finishAll(
  docker: Docker,
  tools: Tools,
  tried: (work: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { ID: engine } = (await docker.info()) as { ID: string }
  for (const note of await tools.unfinished.left(engine)) await tried(finish(docker, tools, note))
}

async function finish(docker: Docker, tools: Tools, note: Note): Promise<void> {
  const lodgers = await putRight(docker, note)
  // Their host has another id by now, which is all that changes for them.
  for (const { old, wasUp } of lodgers) {
    const info = await docker.getContainer(old).inspect()
    const made = new Map(note.steps.map((step) => [{ Id: step.old, Name: step.name }, step.made ?? '']))
    const replacement = await sameReplacement(docker, info)
    const { options, networks } = replacement.plan
    const plan = { options: { ...options, HostConfig: joiningAgain(options.HostConfig, made) }, networks }
    await replaceContainer(docker, tools, info, { ...replacement, plan, start: wasUp })
  }
  await tools.unfinished.end(note)
}
