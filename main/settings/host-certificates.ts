// The certificate authorities that this computer trusts besides the usual ones, e.g. those of a company's proxy.
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as tls from 'node:tls'

/** Where systems of the Unix kind keep them; the first that exists counts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]
/** More than any computer has; a machine's settings must stay small. */
const mostCertificates = 500
const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

export interface CertificateSource {
  readonly env: Readonly<Record<string, string | undefined>>
  /** PEM certificates of the system's own store; absent where the runtime cannot ask it. */
  readonly system?: (() => readonly string[]) | undefined
}

/** Node asks the stores of Windows and macOS itself from version 22.15 on. */
export const hostCertificateSource = (): CertificateSource => ({
  env: process.env,
  system: 'getCACertificates' in tls ? () => tls.getCACertificates('system') : undefined,
})

/** PEM, one certificate each. What cannot be read is left out: downloads then fail with the engine's own words. */
export async function readHostCertificates(source: CertificateSource): Promise<readonly string[]> {
  const { env, system } = source
  const named = [env.SSL_CERT_FILE, env.NODE_EXTRA_CA_CERTS].filter((file) => file !== undefined)
  const texts = await Promise.all(named.map(readText))
  const found = [
    ...texts.flatMap(certificatesIn),
    ...(system ? system() : certificatesIn(await firstBundle())),
  ]
  const usual = fingerprints(tls.rootCertificates)
  const distinct = new Map<string, string>()
  for (const pem of found) {
    const print = fingerprint(pem)
    if (print !== undefined && !usual.has(print)) distinct.set(print, pem.trim())
  }
  return [...distinct.values()].slice(0, mostCertificates)
}

export const certificatesIn = (text: string): string[] => text.match(pemBlock) ?? []

async function firstBundle(): Promise<string> {
  for (const file of bundles) {
    const text = await readText(file)
    if (text !== '') return text
  }
  return ''
}

const readText = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

const fingerprints = (certificates: readonly string[]): ReadonlySet<string | undefined> =>
  new Set(certificates.map(fingerprint))

function fingerprint(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256
  } catch {
    return undefined
  }
}
