// Makes one X.509 certificate: ECDSA on P-256, signed by an authority or by itself.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

const generateKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
type KeyPair = Awaited<ReturnType<typeof generateKeys>>

export interface Issued {
  readonly name: string
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly privateKey: string
  readonly keys: KeyPair
}

export interface CertificateRequest {
  readonly name: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Who may present it; an authority signs others. */
  readonly role: 'authority' | 'server' | 'client'
  readonly dnsNames?: readonly string[]
  readonly addresses?: readonly string[]
}

/** Signs with the issuer's key, or with its own when there is no issuer. */
export async function issueCertificate(request: CertificateRequest, issuer?: Issued): Promise<Issued> {
  const keys = await generateKeys()
  const signer = issuer ?? { name: request.name, keys }
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [request.name] }],
    issuer: [{ CN: [signer.name] }],
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: await extensionsOf(request, keys.publicKey, signer.keys.publicKey),
  })
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    name: request.name,
    certificate: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
    keys,
  }
}

async function extensionsOf(
  request: CertificateRequest,
  own: KeyPair['publicKey'],
  issuers: KeyPair['publicKey'],
): Promise<x509.Extension[]> {
  const authority = request.role === 'authority'
  const usage = authority
    ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
    : x509.KeyUsageFlags.digitalSignature
  const names: x509.JsonGeneralName[] = [
    ...(request.dnsNames ?? []).map((value) => ({ type: 'dns', value }) as const),
    ...(request.addresses ?? []).map((value) => ({ type: 'ip', value }) as const),
  ]
  return [
    new x509.BasicConstraintsExtension(authority, undefined, true),
    new x509.KeyUsagesExtension(usage, true),
    await x509.SubjectKeyIdentifierExtension.create(own),
    await x509.AuthorityKeyIdentifierExtension.create(issuers),
    ...(request.role === 'authority' ? [] : [new x509.ExtendedKeyUsageExtension([purposeOf[request.role]])]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
  ]
}

const purposeOf = { server: x509.ExtendedKeyUsage.serverAuth, client: x509.ExtendedKeyUsage.clientAuth }
