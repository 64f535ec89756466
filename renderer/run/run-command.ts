// The `docker run` that makes a container like one that exists.
import type { RunDefaults } from '../../preload/model'
import { commandOf, commandText } from './command'
import { formOfContainer } from './fill-from-container'
import type { ShownShell } from './quote'

/** `json` is the engine's own description; `image` what the image says by itself, which needs no flag. */
export const runCommandOf = (
  json: string,
  image: RunDefaults | undefined,
  shell: ShownShell = 'posix',
): string => commandText(commandOf(formOfContainer(json, image), [], shell), shell)
