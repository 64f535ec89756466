// Downloads one file into a cache: resumed after an interruption, checked by SHA-256 before anyone sees it.

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'

/** A server's answer that is not the file: `status` is the HTTP status. */
export class HttpError extends Error {
  /** @param {string} url @param {number} status */
  constructor(url, status) {
    super(`${url} answered ${status}`)
    this.status = status
  }
}

/**
 * @typedef {object} Wanted
 * @property {string} url
 * @property {string} file where it belongs; an existing file of the right size is taken as it is,
 *   because only checked files are ever moved there
 * @property {number | undefined} [bytes] when it is known; without it, an interrupted download begins anew and an
 *   existing file is checked again
 * @property {string} sha256 in hex
 * @property {string | undefined} [proxy] HTTP proxy for http: addresses
 * @property {AbortSignal | undefined} [signal]
 * @property {(bytes: number) => void} [onBytes] called with each piece's size in bytes
 */

/**
 * Makes sure that `wanted.file` is there and right.
 * @param {Wanted} wanted
 * @returns {Promise<string>} the file
 * @throws {HttpError} when the server refuses; Error when the content is wrong or the network fails thrice
 */
export async function download(wanted) {
  const present = await stat(wanted.file).catch(() => undefined)
  if (present && (await isRight(present.size, wanted))) {
    wanted.onBytes?.(present.size)
    return wanted.file
  }
  await mkdir(dirname(wanted.file), { recursive: true })
  const part = await takeOverPart(wanted.file)
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchPart(wanted, part)
      break
    } catch (error) {
      wanted.signal?.throwIfAborted()
      if (error instanceof HttpError || attempt === 3) throw error
    }
  }
  await rename(part, wanted.file)
  return wanted.file
}

/** @param {number} size @param {Wanted} wanted */
async function isRight(size, { file, bytes, sha256 }) {
  if (bytes !== undefined) return size === bytes
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex') === sha256
}

/**
 * Part files carry the writer's process id, so two builds may share a cache; the part of a dead one is continued.
 * @param {string} file
 */
async function takeOverPart(file) {
  const mine = `${file}.part-${process.pid}`
  const prefix = `${basename(file)}.part-`
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue
    await rename(join(dirname(file), name), mine).catch(() => undefined)
  }
  return mine
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {Wanted} wanted @param {string} part */
async function fetchPart(wanted, part) {
  const hash = createHash('sha256')
  let have = (await stat(part).catch(() => undefined))?.size ?? 0
  if (wanted.bytes === undefined || have > wanted.bytes) have = 0
  const response = await get(wanted, have)
  if (have > 0 && response.statusCode === 206) {
    await pipeline(createReadStream(part, { end: have - 1 }), hash, { end: false })
    wanted.onBytes?.(have)
  } else have = 0
  const count = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      wanted.onBytes?.(chunk.length)
      done(null, chunk)
    },
  })
  const file = createWriteStream(part, have > 0 ? { flags: 'r+', start: have } : { flags: 'w' })
  await pipeline(response, count, file, wanted.signal ? { signal: wanted.signal } : {})
  const got = hash.digest('hex')
  if (got === wanted.sha256) return
  await rm(part, { force: true })
  throw new Error(`${wanted.url} has SHA-256 ${got} instead of ${wanted.sha256}`)
}

/**
 * @param {Pick<Wanted, 'url' | 'proxy' | 'signal'>} wanted
 * @param {number} from byte to start at
 * @param {number} [to] the last byte
 * @returns {Promise<http.IncomingMessage>}
 */
function get(wanted, from, to) {
  const url = new URL(wanted.url)
  /** @type {Record<string, string>} */
  const headers = from > 0 || to !== undefined ? { range: `bytes=${from}-${to ?? ''}` } : {}
  /** @type {https.RequestOptions} */
  const options = { host: url.hostname, port: url.port, path: url.pathname + url.search, headers }
  if (wanted.signal) options.signal = wanted.signal
  if (wanted.proxy && url.protocol === 'http:') {
    const proxy = new URL(wanted.proxy)
    headers.host = url.host
    Object.assign(options, { host: proxy.hostname, port: proxy.port || 80, path: url.href })
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(options, (response) => {
      const status = response.statusCode ?? 0
      if (status === 200 || status === 206) return resolve(response)
      response.resume()
      const elsewhere = response.headers.location
      if (status >= 300 && status < 400 && elsewhere) {
        return resolve(get({ ...wanted, url: new URL(elsewhere, url).href }, from, to))
      }
      reject(new HttpError(wanted.url, status))
    })
    request.setTimeout(30_000, () => request.destroy(new Error(`${wanted.url} was silent for 30 s`)))
    request.on('error', reject)
  })
}

/**
 * A small file as a whole, or a part of a large one, without a cache; whoever asks knows what it should be.
 * @param {{ url: string, proxy?: string | undefined, signal?: AbortSignal | undefined,
 *   range?: { from: number, to: number } }} wanted `to` is the last byte
 * @returns {Promise<Buffer>}
 */
export async function downloadBytes({ range, ...wanted }) {
  const response = await get(wanted, range?.from ?? 0, range?.to)
  // A server that knows no parts sends everything.
  const skip = range && response.statusCode === 200 ? range.from : 0
  const end = range ? skip + range.to - range.from + 1 : Infinity
  /** @type {Buffer[]} */
  const chunks = []
  let at = 0
  for await (const chunk of response) {
    chunks.push(chunk.subarray(Math.max(skip - at, 0), Math.max(end - at, 0)))
    at += chunk.length
    if (at >= end) break
  }
  return Buffer.concat(chunks)
}
