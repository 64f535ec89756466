// Files through a browser: the page downloads from, or uploads to, an address that is good for one use.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../preload/errors'
import { newTicket, type FilePicker } from '../base/file-tickets'
import { linkAbort } from '../base/linked-abort'

export interface FileExchange {
  readonly picker: FilePicker
  /** Whether the request was one for a file; then it is answered here. The server has checked Host and Origin. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

interface Expected {
  readonly method: 'GET' | 'PUT'
  arrive(visit: Visit): void
}

const prefix = '/files/'
/** From the beginning of the work until the page's request must be there. */
const arrivalMs = 60_000
const keptMs = 10 * 60_000

export function createFileExchange(): FileExchange {
  const expected = new Map<string, Expected>()

  const expect = (method: Expected['method']): { url: string; visit: Promise<Visit> } => {
    const id = newTicket()
    const visit = new Promise<Visit>((resolve) => expected.set(id, { method, arrive: resolve }))
    setTimeout(() => expected.delete(id), keptMs).unref()
    return { url: `${prefix}${id}`, visit }
  }

  return {
    picker: {
      target: async (name) => {
        const { url, visit } = expect('GET')
        return { name, url, write: (content, signal) => sendDownload(name, visit, content, signal) }
      },
      source: async (name = '') => {
        const { url, visit } = expect('PUT')
        return { name, url, read: (consume, signal) => takeUpload(visit, consume, signal) }
      },
    },
    handle: (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (!pathname.startsWith(prefix)) return false
      const id = pathname.slice(prefix.length)
      const entry = expected.get(id)
      if (!entry || entry.method !== request.method) response.writeHead(404).end()
      else {
        expected.delete(id)
        entry.arrive({ request, response })
      }
      return true
    },
  }
}

async function sendDownload(
  name: string,
  visit: Promise<Visit>,
  content: Readable,
  signal: AbortSignal,
): Promise<void> {
  const { response } = await arrived(visit, signal)
  response.writeHead(200, downloadHeaders(name))
  await pipeline(content, response, { signal })
}

/** The page's request is answered once its content was used, or is not wanted: the work tells how it went. */
async function takeUpload<T>(
  visit: Promise<Visit>,
  consume: (content: Readable, sizeBytes: number | undefined) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { request, response } = await arrived(visit, signal)
  const bytes = Number(request.headers['content-length'])
  try {
    return await consume(contentOf(request), Number.isSafeInteger(bytes) ? bytes : undefined)
  } finally {
    // The rest of what somebody gave up is not even asked for.
    if (signal.aborted) response.destroy()
    else {
      request.resume()
      response.writeHead(204).end()
    }
  }
}

/** Whoever reads it ends it where it is not what they want, and with the request itself its answer would go. */
function contentOf(request: IncomingMessage): Readable {
  const content = request.pipe(new PassThrough())
  request.once('error', (error) => content.destroy(error))
  request.once('close', () => {
    if (!request.complete) content.destroy(new Error('the page took its file back'))
  })
  return content
}

/** @throws files.gone when the page never came */
async function arrived(visit: Promise<Visit>, signal: AbortSignal): Promise<Visit> {
  const deadline = linkAbort([signal], arrivalMs)
  try {
    return await Promise.race([
      visit,
      new Promise<never>((_resolve, reject) => {
        const give = (): void => reject(deadline.timedOut ? new AppError('files.gone') : signal.reason)
        if (deadline.signal.aborted) give()
        else deadline.signal.addEventListener('abort', give, { once: true })
      }),
    ])
  } finally {
    deadline.dispose()
  }
}

const downloadHeaders = (name: string): Record<string, string> => ({
  'content-type': 'application/octet-stream',
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
})
