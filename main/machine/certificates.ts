// The certificates of one machine: its own authority, the engine's and ours, so that only this user reaches it.
import { X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './machine-record'

const dayMs = 24 * 60 * 60 * 1000
const lifetimeMs = 10 * 365 * dayMs
/** Made anew when less than this remains. */
const renewBeforeMs = 30 * dayMs
/** The guest's clock may be behind this computer's. */
const backdateMs = dayMs

/** Where the engine listens inside the machine's network. */
export const guestAddress = '192.168.127.2'
/** Stands for `::1` in that network, which has no IPv6: the guest leads it to what is published for `::1` alone. */
export const guestAddressForLoopback6 = '192.168.127.6'

export interface Credentials {
  readonly authority: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly clientCertificate: string
  readonly clientKey: string
}

const files: Readonly<Record<keyof Credentials, string>> = {
  authority: 'ca.pem',
  serverCertificate: 'server-cert.pem',
  serverKey: 'server-key.pem',
  clientCertificate: 'cert.pem',
  clientKey: 'key.pem',
}
const names = Object.keys(files) as (keyof Credentials)[]

/** Reads the folder's certificates; makes new ones when any is missing, unusable or about to expire. */
export async function prepareCredentials(folder: string, now = new Date()): Promise<Credentials> {
  const known = await readCredentials(folder)
  if (known && areUsable(known, now)) return known
  const fresh = await makeCredentials(now)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of names) await writeWhole(join(folder, files[name]), fresh[name])
  return fresh
}

async function readCredentials(folder: string): Promise<Credentials | undefined> {
  try {
    const texts = await Promise.all(names.map((name) => readFile(join(folder, files[name]), 'utf8')))
    return Object.fromEntries(names.map((name, index) => [name, texts[index]])) as unknown as Credentials
  } catch {
    return undefined
  }
}

function areUsable(credentials: Credentials, now: Date): boolean {
  try {
    const authority = new X509Certificate(credentials.authority)
    return [credentials.authority, credentials.serverCertificate, credentials.clientCertificate].every(
      (text) => {
        const certificate = new X509Certificate(text)
        const left = Date.parse(certificate.validTo) - now.getTime()
        return left > renewBeforeMs && certificate.verify(authority.publicKey)
      },
    )
  } catch {
    return false
  }
}

/** The authority's key is not kept: it signs twice and is forgotten. */
export async function makeCredentials(now: Date): Promise<Credentials> {
  // Needed once in years, and slow to load.
  const { issueCertificate } = await import('./certificate')
  const validity = {
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: new Date(now.getTime() + lifetimeMs),
  }
  const authority = await issueCertificate({ ...validity, name: 'Portside machine', role: 'authority' })
  const server = await issueCertificate(
    {
      ...validity,
      name: 'Docker Engine',
      role: 'server',
      dnsNames: ['localhost'],
      addresses: [guestAddress, '127.0.0.1'],
    },
    authority,
  )
  const client = await issueCertificate({ ...validity, name: 'Portside', role: 'client' }, authority)
  return {
    authority: authority.certificate,
    serverCertificate: server.certificate,
    serverKey: server.privateKey,
    clientCertificate: client.certificate,
    clientKey: client.privateKey,
  }
}
