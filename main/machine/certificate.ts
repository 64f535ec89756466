// Makes one X.509 certificate (RFC 5280): ECDSA on P-256, signed by an authority or by itself.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { bitString, boolean, explicit, implicit, integer, objectId, octetString } from './der'
import { sequence, set, time, utf8String } from './der'

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const commonName = '2.5.4.3'
const extension = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
}
const purpose = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' }
/** Bits of KeyUsage from the left, RFC 5280 4.2.1.3: certificates and lists for an authority, else signatures. */
const usageOfAuthority = { bits: 0b0000_0110, unused: 1 }
const usageOfLeaf = { bits: 0b1000_0000, unused: 7 }
const dnsName = 2
const ipAddress = 7

export interface Issued {
  readonly name: string
  readonly certificate: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export interface CertificateRequest {
  readonly name: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Who may present it; an authority signs others. */
  readonly role: 'authority' | 'server' | 'client'
  readonly dnsNames?: readonly string[]
  /** IPv4 addresses. */
  readonly addresses?: readonly string[]
}

/** Signs with the issuer's key, or with its own when there is no issuer. */
export function issueCertificate(request: CertificateRequest, issuer?: Issued): Issued {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signer = issuer ?? { name: request.name, privateKey, publicKey }
  const algorithm = sequence(objectId(ecdsaWithSha256))
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    algorithm,
    distinguishedName(signer.name),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(request, publicKey, signer.publicKey))),
  )
  const signature = sign('sha256', body, signer.privateKey)
  const der = sequence(body, algorithm, bitString(signature))
  return { name: request.name, certificate: pem(der), privateKey, publicKey }
}

function extensionsOf(request: CertificateRequest, own: KeyObject, issuers: KeyObject): Buffer[] {
  const authority = request.role === 'authority'
  const usage = authority ? usageOfAuthority : usageOfLeaf
  const names = [
    ...(request.dnsNames ?? []).map((name) => implicit(dnsName, Buffer.from(name))),
    ...(request.addresses ?? []).map((ip) => implicit(ipAddress, Buffer.from(ip.split('.').map(Number)))),
  ]
  return [
    extra(extension.basicConstraints, sequence(...(authority ? [boolean(true)] : [])), true),
    extra(extension.keyUsage, bitString(Buffer.from([usage.bits]), usage.unused), true),
    extra(extension.subjectKeyId, octetString(keyId(own))),
    extra(extension.authorityKeyId, sequence(implicit(0, keyId(issuers)))),
    ...(request.role === 'authority'
      ? []
      : [extra(extension.extendedKeyUsage, sequence(objectId(purpose[request.role])))]),
    ...(names.length === 0 ? [] : [extra(extension.subjectAltName, sequence(...names))]),
  ]
}

const extra = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [boolean(true)] : []), octetString(value))

const distinguishedName = (name: string): Buffer =>
  sequence(set(sequence(objectId(commonName), utf8String(name))))

/** Any stable value serves (RFC 5280 4.2.1.2); ours is a hash of the whole key. */
const keyId = (key: KeyObject): Buffer =>
  createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest().subarray(0, 20)

const pem = (der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
