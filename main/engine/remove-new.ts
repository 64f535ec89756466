// Takes a file away that was to be made anew and is half there: whoever finds it takes it for whole.
import type Docker from 'dockerode'
import { runIn } from './output-of'

/**
 * By the container's own tools, for an archive can only add: it stays where the container has none, or does not run.
 * Never rejects.
 */
export async function removeNew(container: Docker.Container, path: string): Promise<void> {
  await runIn(container, ['rm', '-f', '--', path]).catch(() => {})
}
