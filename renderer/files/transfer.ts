// Carries files between this computer and a container.
import { downloadBlob } from '../components/download'
import { contract } from '../stores/session'

/** Bytes per message. */
const pieceBytes = 512 * 1024

export async function downloadFile(containerId: string, path: string, signal: AbortSignal): Promise<void> {
  let name = 'file'
  // Pieces become a blob as they come: the browser keeps blobs on disk when they are large.
  const parts: Blob[] = []
  for await (const event of contract().containerFiles.watchDownload({ containerId, path, signal })) {
    if (event.kind === 'begin') name = event.name
    else parts.push(new Blob([event.data as Uint8Array<ArrayBuffer>]))
  }
  if (!signal.aborted) downloadBlob(new Blob(parts), name)
}

export interface UploadOptions {
  readonly containerId: string
  readonly folder: string
  readonly file: File
  readonly replace: boolean
  readonly signal: AbortSignal
}

export async function uploadFile(options: UploadOptions): Promise<void> {
  const { containerId, folder, file, replace, signal } = options
  const { containerFiles: files } = contract()
  const { name, size: sizeBytes } = file
  const { uploadId } = await files.beginUpload({ containerId, path: folder, name, sizeBytes, replace })
  try {
    for (let at = 0; at < sizeBytes; at += pieceBytes) {
      signal.throwIfAborted()
      const data = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
      await files.send({ uploadId, data, signal })
    }
    await files.finish({ uploadId, signal })
  } catch (error) {
    await files.cancelUpload({ uploadId })
    throw error
  }
}
