// `portside containers run`: starts a container as `docker run -d` would, and downloads its image when it is not here.
import { stat, writeFile } from 'node:fs/promises'
import type { Contract } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import type { RunRequest } from '../../preload/model'
import type { CommandContext } from './command'
import { followJob } from './follow-job'
import { runRequestOf } from './run-request'
import { wordsIn } from './texts'
import { UsageError } from './usage'

type Made = Awaited<ReturnType<Contract['containers']['run']>> & { readonly notes?: readonly string[] }

/** @throws UsageError, and what the methods throw */
export async function runOne(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<Made> {
  // What programs read is the same in every language.
  const words = wordsIn(context.json ? 'en' : context.language)
  const { request, pull, idFile, notes } = await runRequestOf(args, words)
  if (idFile !== undefined && (await stat(idFile).catch(() => undefined)))
    throw new UsageError('runIdFile', { file: idFile })
  if (!context.json) for (const note of notes) context.print(note)
  if (pull === 'always') await download(services, request)
  const made: Made = await services.containers.run({ request }).catch(async (error: unknown) => {
    if (pull !== 'missing' || !isAppError(error, 'image.not-found')) throw error
    await download(services, request)
    return services.containers.run({ request })
  })
  if (idFile !== undefined) await writeFile(idFile, made.id, { flag: 'wx' })
  return context.json && notes.length > 0 ? { ...made, notes } : made
}

async function download({ images }: Contract, { image, extras }: RunRequest): Promise<void> {
  const platform = extras?.platform
  const { pullId } = await images.pull({
    reference: image,
    ...(platform === undefined ? {} : { platform }),
  })
  await followJob(images.watchPulls(), pullId, () => images.cancelPull({ pullId }))
}
