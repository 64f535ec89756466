// The machine's certificates let this user in and nobody else, over a real TLS handshake.
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type TLSSocket } from 'node:tls'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  guestAddress,
  makeCredentials,
  prepareCredentials,
  type Credentials,
} from '../../main/machine/certificates'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-tls-'))
})
afterEach(() => rm(folder, { recursive: true }))

const dayMs = 86_400_000

function serve(of: Credentials): Promise<Server> {
  const server = createServer(
    {
      ca: of.authority,
      cert: of.serverCertificate,
      key: of.serverKey,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket) => socket.end('hello'),
  )
  server.on('tlsClientError', () => {})
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** What the server says, or the error of the handshake. */
async function ask(server: Server, by: Credentials, trusting = by): Promise<string> {
  const { port } = server.address() as { port: number }
  const socket: TLSSocket = connect({
    port,
    host: '127.0.0.1',
    ca: trusting.authority,
    cert: by.clientCertificate,
    key: by.clientKey,
  })
  try {
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

describe('certificates', () => {
  it('let the machine and this user know each other', async () => {
    const credentials = await prepareCredentials(folder)
    const server = await serve(credentials)
    expect(await ask(server, credentials)).toBe('hello')
    server.close()
  })

  it('refuse another machine on either side', async () => {
    const ours = await prepareCredentials(folder)
    const foreign = await makeCredentials(new Date())
    const server = await serve(ours)
    expect(await ask(server, foreign, ours)).not.toBe('hello')
    expect(await ask(server, ours, foreign)).not.toBe('hello')
    server.close()
  })

  it('name the address of the engine, and what each is for', async () => {
    const { authority, serverCertificate, clientCertificate } = await makeCredentials(new Date())
    const [ca, server, client] = [authority, serverCertificate, clientCertificate].map(
      (pem) => new X509Certificate(pem),
    )
    expect(ca?.ca).toBe(true)
    expect(server?.ca).toBe(false)
    expect(server?.checkIP(guestAddress)).toBe(guestAddress)
    expect(server?.checkIssued(ca as X509Certificate)).toBe(true)
    expect(client?.subjectAltName).toBeUndefined()
  })

  it('are kept, readable by this user only, until they are about to expire', async () => {
    const first = await prepareCredentials(folder)
    expect(await prepareCredentials(folder)).toEqual(first)
    expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o600)
    const nearTheEnd = new Date(Date.now() + 10 * 365 * dayMs - 20 * dayMs)
    expect(await prepareCredentials(folder, nearTheEnd)).not.toEqual(first)
  })

  it('are made anew when one of the files is spoilt', async () => {
    const first = await prepareCredentials(folder)
    await writeFile(join(folder, 'cert.pem'), 'spoilt')
    const second = await prepareCredentials(folder)
    expect(second.authority).not.toBe(first.authority)
    expect(await readFile(join(folder, 'cert.pem'), 'utf8')).toBe(second.clientCertificate)
  })
})
