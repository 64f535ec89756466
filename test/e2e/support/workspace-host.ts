// A team's host on the loopback device, with an address that is not this network's own: links lead nowhere else.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { issueCertificate } from '../../../main/machine/certificate'

/** For documentation (RFC 5737): nobody has it. */
const address = '203.0.113.71'

export interface WorkspaceHost {
  /** Without a slash at its end. */
  readonly url: string
  /** What was asked for, in its order. */
  readonly asked: readonly string[]
  offer(path: string, content: Buffer): void
  stop(): Promise<void>
}

/** @param authority where the certificate is written that the app has to know, in PEM */
export async function startWorkspaceHost(authority: string): Promise<WorkspaceHost> {
  const valid = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) }
  const issuer = await issueCertificate({ name: 'Team', role: 'authority', ...valid })
  const own = await issueCertificate(
    { name: address, role: 'server', addresses: [address], ...valid },
    issuer,
  )
  await writeFile(authority, issuer.certificate)
  const device = ['dev', 'lo']
  execFileSync('ip', ['addr', 'replace', `${address}/32`, ...device])
  const served = new Map<string, Buffer>()
  const asked: string[] = []
  const server = createServer({ cert: own.certificate, key: own.privateKey }, ({ url = '' }, answer) => {
    asked.push(url)
    const content = served.get(url)
    if (content) answer.end(content)
    else answer.writeHead(404).end()
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    url: `https://${address}:${(server.address() as AddressInfo).port}`,
    asked,
    offer: (path, content) => void served.set(path, content),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      execFileSync('ip', ['addr', 'del', `${address}/32`, ...device])
    },
  }
}
