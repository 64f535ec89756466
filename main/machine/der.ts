// Writes the few ASN.1 types that a certificate consists of, in DER (ITU-T X.690).

const shortLengthLimit = 0x80
const contextTag = 0xa0
const implicitTag = 0x80

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

function lengthOf(length: number): Buffer {
  if (length < shortLengthLimit) return Buffer.from([length])
  const bytes = Buffer.from(evenHex(length.toString(16)), 'hex')
  return Buffer.concat([Buffer.from([shortLengthLimit | bytes.length]), bytes])
}

const evenHex = (hex: string): string => (hex.length % 2 === 0 ? hex : `0${hex}`)

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => element(0x31, ...parts)
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]))
export const octetString = (bytes: Uint8Array): Buffer => element(0x04, bytes)
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text))
export const explicit = (tag: number, part: Uint8Array): Buffer => element(contextTag | tag, part)
export const implicit = (tag: number, bytes: Uint8Array): Buffer => element(implicitTag | tag, bytes)

/** A positive integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(first))
  const needsZero = (digits[0] ?? 0) >= shortLengthLimit
  return element(0x02, needsZero ? Buffer.from([0]) : Buffer.alloc(0), digits)
}

/** `unused` is the number of bits at the end that do not count. */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.from([unused]), bytes)

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 4.1.2.5 wants it. */
export function time(date: Date): Buffer {
  const text = `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
  const lastUtcYear = 2049
  return date.getUTCFullYear() <= lastUtcYear
    ? element(0x17, Buffer.from(text.slice(2)))
    : element(0x18, Buffer.from(text))
}
