// Downloads from a real HTTP server that misbehaves.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../main/base/until'
import { download, HttpError } from '../../../assets/guest/download.mjs'

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 253))
let dir: string
let server: Server
let ranges: (string | undefined)[]
let answer: RequestListener

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'portside-download-'))
  ranges = []
  answer = (_request, response) => void response.end(content)
  server = createServer((request, response) => {
    ranges.push(request.headers.range)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true })
})

function wanted(changed: { sha256?: string } = {}): Parameters<typeof download>[0] {
  const { port } = server.address() as AddressInfo
  const sha256 = createHash('sha256').update(content).digest('hex')
  const url = `http://127.0.0.1:${port}/pool/x.deb`
  return { url, file: join(dir, 'sub', 'x.deb'), bytes: content.length, sha256, ...changed }
}

/** What of the file is on disk already, in bytes. */
const keptBytes = (): number =>
  readdirSync(join(dir, 'sub')).reduce((sum, name) => sum + statSync(join(dir, 'sub', name)).size, 0)

const rangeFrom = (range: string | undefined): number => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)

describe('download', () => {
  it('stores a file that has the right hash and counts its bytes', async () => {
    let counted = 0
    const file = await download({ ...wanted(), onBytes: (bytes) => (counted += bytes) })
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(counted).toBe(content.length)
    expect(readdirSync(join(dir, 'sub'))).toEqual(['x.deb'])
  })

  it('continues where the connection broke', async () => {
    answer = (request, response) => {
      const from = rangeFrom(request.headers.range)
      const headers = { 'content-length': content.length - from }
      if (from > 0) return void response.writeHead(206, headers).end(content.subarray(from))
      response.writeHead(200, headers).write(content.subarray(0, 150_000))
      // What is on its way when a connection breaks may be lost, so it breaks once something has been kept.
      void until(() => (keptBytes() > 0 ? true : undefined), {
        deadlineMs: 20_000,
        everyMs: 5,
        waitingFor: 'the first bytes of the part',
      }).finally(() => response.destroy())
    }
    expect(readFileSync(await download(wanted())).equals(content)).toBe(true)
    expect(ranges).toHaveLength(2)
    expect(rangeFrom(ranges[1])).toBeGreaterThan(0)
  })

  it('starts again with a server that cannot continue', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length })
      if (ranges.length > 1) return void response.end(content)
      response.write(content.subarray(0, 100_000), () => response.destroy())
    }
    expect(readFileSync(await download(wanted())).equals(content)).toBe(true)
  })

  it('never shows a file with the wrong hash', async () => {
    const promise = download(wanted({ sha256: 'c'.repeat(64) }))
    await expect(promise).rejects.toThrow(/has SHA-256/)
    expect(readdirSync(join(dir, 'sub'))).toEqual([])
  })

  it('tells a refusal from a failure, and does not repeat it', async () => {
    answer = (_request, response) => void response.writeHead(404).end()
    await expect(download(wanted())).rejects.toThrow(HttpError)
    expect(ranges).toHaveLength(1)
  })

  it('asks nobody for a file that is there', async () => {
    await download(wanted())
    await download(wanted())
    expect(ranges).toHaveLength(1)
  })

  it('replaces a file of the wrong size', async () => {
    const file = await download(wanted())
    writeFileSync(file, 'cut off')
    expect(readFileSync(await download(wanted())).equals(content)).toBe(true)
  })

  it('checks by its hash alone what has no known size, once more when it is there already', async () => {
    const { bytes: _unknown, ...unsized } = wanted()
    expect(readFileSync(await download(unsized)).equals(content)).toBe(true)
    await download(unsized)
    expect(ranges).toHaveLength(1)
    writeFileSync(unsized.file, 'something else')
    expect(readFileSync(await download(unsized)).equals(content)).toBe(true)
    await expect(download({ ...unsized, file: `${unsized.file}2`, sha256: 'a'.repeat(64) })).rejects.toThrow(
      'SHA-256',
    )
  })

  it('stops when it is aborted', async () => {
    const abort = new AbortController()
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 10))
      abort.abort(new Error('enough'))
    }
    await expect(download({ ...wanted(), signal: abort.signal })).rejects.toThrow('enough')
    expect(existsSync(join(dir, 'sub', 'x.deb'))).toBe(false)
  })
})
