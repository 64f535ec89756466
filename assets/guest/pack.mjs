// Compresses the finished files for shipping, each in a thread of its own.

import { createHash } from 'node:crypto'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { brotliCompressSync, constants } from 'node:zlib'

/** Measured (docs/guest-image.md): quality 6 takes nearly twice as long as 5 and saves one percent. */
const QUALITY = 5
const WINDOW_BITS = 24

/** @param {Buffer} data */
export function sha256(data) {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * @param {Buffer} data
 * @param {AbortSignal} [signal]
 * @returns {Promise<Buffer>} as a brotli stream, which Node and every browser engine unpack by themselves
 */
export function pack(data, signal) {
  // Copied into memory that the thread shares: transferring would take a small file's whole pool along.
  const shared = new SharedArrayBuffer(data.length)
  data.copy(Buffer.from(shared))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { pack: shared } })
    const abort = () => void worker.terminate()
    signal?.addEventListener('abort', abort, { once: true })
    worker.once('message', (packed) => resolve(Buffer.from(packed)))
    worker.once('error', reject)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', abort)
      reject(signal?.reason ?? new Error('The packing thread ended without a result'))
    })
  })
}

if (!isMainThread && workerData?.pack instanceof SharedArrayBuffer) {
  const data = Buffer.from(workerData.pack)
  const packed = brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  })
  parentPort?.postMessage(packed)
}
