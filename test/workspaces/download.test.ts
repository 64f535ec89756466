import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import { issueCertificate } from '../../main/machine/certificate'
import { downloadWorkspace } from '../../main/workspaces/download'
import { isPublicAddress } from '../../main/workspaces/link'

let server: Server
let ca: string
let answer: RequestListener
let folder: string
let base: string
let asked = 0

beforeAll(async () => {
  const valid = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) }
  const authority = await issueCertificate({ name: 'Authority', role: 'authority', ...valid })
  const own = await issueCertificate(
    { name: 'localhost', role: 'server', dnsNames: ['localhost'], ...valid },
    authority,
  )
  ca = authority.certificate
  server = createServer({ cert: own.certificate, key: own.privateKey }, (request, response) => {
    asked += 1
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `https://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psdl-'))
  asked = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fetchIt = (options: Parameters<typeof downloadWorkspace>[2] = {}): Promise<string> =>
  downloadWorkspace(`${base}/a.portside`, join(folder, 'a'), {
    ca,
    isAllowed: (address) => address === '127.0.0.1',
    ...options,
  })

/** Why it was not fetched; nothing of it is left. */
async function refusal(options?: Parameters<typeof downloadWorkspace>[2]): Promise<string> {
  const error: unknown = await fetchIt(options).catch((failed: unknown) => failed)
  expect(error).toMatchObject({ code: 'workspace.download-failed' })
  expect(await readdir(folder)).toEqual([])
  return (error as AppError).detail ?? ''
}

describe('a workspace behind a link', () => {
  it('is fetched, also where its server leads on', async () => {
    answer = ({ url }, response) =>
      url === '/a.portside' ? response.writeHead(302, { location: '/b' }).end() : response.end('content')
    await fetchIt()
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('content')
  })

  it('is not asked for where its name leads to this computer or its network', async () => {
    expect(await refusal({ isAllowed: isPublicAddress })).toMatch(/not on the Internet/)
    expect(asked).toBe(0)
  })

  it.each(['https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest/meta-data'])(
    'does not lead on to %s',
    async (location) => {
      answer = (_, response) => response.writeHead(302, { location }).end()
      // The first server may be asked; where it leads to is judged as everything else.
      expect(
        await refusal({
          isAllowed: (address) => address === '127.0.0.1' && asked === 0,
        }),
      ).toMatch(/not on the Internet/)
      expect(asked).toBe(1)
    },
  )

  it('does not lead on to another protocol, nor in circles', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'http://example.com/' }).end()
    expect(await refusal()).toMatch(/instead of https/)
    answer = (_, response) => response.writeHead(302, { location: '/a.portside' }).end()
    expect(await refusal()).toMatch(/redirects/)
  })

  it('is not kept when it is too large, ends in the middle, or is not there', async () => {
    answer = (_, response) => response.end('x'.repeat(5_000))
    expect(await refusal({ largestBytes: 4_000 })).toMatch(/more than 4000 bytes/)
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('x', () => response.destroy())
    }
    expect(await refusal()).toMatch(/aborted|hang up|ECONNRESET|premature/i)
    answer = (_, response) => response.writeHead(404).end()
    expect(await refusal()).toMatch(/answered 404/)
  })
})
