// Mends what a check found: makes the folder, network or volume that is missing, or fetches the image.
import { mkdir } from 'node:fs/promises'
import { AppError } from '../../preload/errors'
import type { ComposeFinding, ComposeFix } from '../../preload/model'

export interface FixTools {
  createNetwork(name: string, signal?: AbortSignal): Promise<void>
  createVolume(name: string, signal?: AbortSignal): Promise<void>
  /** A machine that runs starts again with it. */
  shareFolder(folder: string, signal?: AbortSignal): Promise<void>
  /** Begins the download, which the window shows with all others. */
  pullImage(reference: string, signal?: AbortSignal): Promise<void>
}

/** @throws compose.file-refused network.* volume.* image.* settings.* machine.* */
export async function applyFix(
  { subject }: ComposeFinding,
  { kind }: ComposeFix,
  tools: FixTools,
  signal?: AbortSignal,
): Promise<void> {
  switch (kind) {
    case 'create-folder':
      await mkdir(subject, { recursive: true }).catch((cause: unknown) => {
        throw new AppError('compose.file-refused', {
          params: { path: subject },
          detail: String(cause),
          cause,
        })
      })
      return
    case 'share-folder':
      return tools.shareFolder(subject, signal)
    case 'create-network':
      return tools.createNetwork(subject, signal)
    case 'create-volume':
      return tools.createVolume(subject, signal)
    case 'pull-image':
      return tools.pullImage(subject, signal)
    case 'move-port':
      // Noted for Compose by the override files, not here.
      throw new AppError('compose.finding-gone')
  }
}
