// Fetches a workspace that a link leads to: https only, to public addresses only, and no more than a bounded size.
import { lookup as lookupName } from 'node:dns'
import { open as openFile, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { get, type RequestOptions } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, isAbort } from '../../preload/errors'
import { isPublicAddress } from './link'

export interface DownloadOptions {
  readonly signal?: AbortSignal
  readonly largestBytes?: number
  /** For tests: further certificates, and which addresses may be asked. */
  readonly ca?: string
  readonly isAllowed?: (address: string) => boolean
}

const largestDownload = 8e9
const mostRedirects = 5
const silenceMs = 30_000

/** Resolves with the media type that the server tells. @throws workspace.download-failed */
export async function downloadWorkspace(
  url: string,
  file: string,
  options: DownloadOptions = {},
): Promise<string> {
  const { largestBytes = largestDownload } = options
  try {
    let size = 0
    const bounded = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        size += chunk.length
        done(size > largestBytes ? new Error(`more than ${largestBytes} bytes`) : null, chunk)
      },
    })
    // Opened before and closed after: a stream that ends early may make its file after it was removed.
    const target = await openFile(file, 'wx', 0o600)
    try {
      const answer = await open(new URL(url), options, mostRedirects)
      const abort = options.signal ? { signal: options.signal } : {}
      await pipeline(answer, bounded, target.createWriteStream(), abort)
      return answer.headers['content-type'] ?? ''
    } finally {
      await target.close()
    }
  } catch (error) {
    await rm(file, { force: true })
    if (isAbort(error) || options.signal?.aborted) throw error
    const { host } = new URL(url)
    throw new AppError('workspace.download-failed', { params: { host }, detail: String(error), cause: error })
  }
}

async function open(url: URL, options: DownloadOptions, redirects: number): Promise<IncomingMessage> {
  if (url.protocol !== 'https:') throw new Error(`led to ${url.protocol} instead of https`)
  const answer = await request(url, options)
  const { statusCode = 0, headers } = answer
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    answer.destroy()
    if (redirects === 0) throw new Error(`more than ${mostRedirects} redirects`)
    return open(new URL(headers.location, url), options, redirects - 1)
  }
  if (statusCode === 200) return answer
  answer.destroy()
  throw new Error(`${url.host} answered ${statusCode}`)
}

function request(
  url: URL,
  { signal, ca, isAllowed = isPublicAddress }: DownloadOptions,
): Promise<IncomingMessage> {
  // A name may be made to lead to this network: what counts is the address that is connected to.
  const lookup: LookupFunction = (name, asked, done) =>
    lookupName(name, { ...asked, all: true }, (error, found) => {
      if (error) return done(error, [])
      const allowed = found.filter(({ address }) => isAllowed(address))
      const [first] = allowed
      if (!first) return done(new Error(`${name} is not on the Internet`), [])
      if (asked.all === true) done(null, allowed)
      else done(null, first.address, first.family)
    })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAllowed(host)) throw new Error(`${host} is not on the Internet`)
  const how: RequestOptions = {
    lookup,
    // A connection of its own: one that is there already would not be asked for its address.
    agent: false,
    ...(ca === undefined ? {} : { ca }),
    ...(signal ? { signal } : {}),
    headers: { accept: 'application/gzip, application/yaml, */*' },
  }
  return new Promise((resolve, reject) => {
    const asked = get(url, how, resolve)
    asked.setTimeout(silenceMs, () => asked.destroy(new Error(`${url.host} is silent`)))
    asked.on('error', reject)
  })
}
