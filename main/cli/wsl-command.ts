// `portside wsl`: has Windows install or update WSL.
import type { Contract } from '../../preload/contract'
import { toJson, type CommandContext } from './command'

const usage = 'portside wsl install, or portside wsl update'

export async function wslCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb, ...rest] = args
  if ((verb !== 'install' && verb !== 'update') || rest.length > 0) throw new TypeError(usage)
  if (!context.json) context.print('Windows asks for permission in a window of its own.')
  await services.wsl[verb]()
  if (context.json) context.print(toJson({ done: verb }))
  else context.print('Done')
}
