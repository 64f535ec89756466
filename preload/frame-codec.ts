// Frames as bytes for transports that carry no objects: JSON, with byte arrays appended instead of spelled out.
import type { Frame } from './rpc'

/** Largest encoded frame that is accepted, in bytes. */
export const maxFrameBytes = 8 * 1024 * 1024

const bytesKey = '$bytes'
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Layout: u32 length of the JSON, the JSON, then each byte array as u32 length and bytes. Big-endian. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const json = encoder.encode(
    JSON.stringify(frame, function (this: Record<string, unknown>, key, value: unknown) {
      // Read from the holder: a Node Buffer has a toJSON of its own, which ran before this.
      const original = this[key]
      if (!(original instanceof Uint8Array)) return value
      parts.push(original)
      return { [bytesKey]: parts.length - 1 }
    }),
  )
  const total = 4 + json.length + parts.reduce((sum, part) => sum + 4 + part.length, 0)
  const out = new Uint8Array(total)
  const view = new DataView(out.buffer)
  view.setUint32(0, json.length)
  out.set(json, 4)
  let offset = 4 + json.length
  for (const part of parts) {
    view.setUint32(offset, part.length)
    out.set(part, offset + 4)
    offset += 4 + part.length
  }
  return out
}

/** @throws SyntaxError or RangeError when the bytes are not a frame */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const jsonLength = view.getUint32(0)
  if (4 + jsonLength > bytes.length) throw new RangeError('frame is cut off')
  const parts: Uint8Array[] = []
  for (let offset = 4 + jsonLength; offset < bytes.length;) {
    const length = view.getUint32(offset)
    if (offset + 4 + length > bytes.length) throw new RangeError('frame is cut off')
    parts.push(Uint8Array.from(bytes.subarray(offset + 4, offset + 4 + length)))
    offset += 4 + length
  }
  const frame: unknown = JSON.parse(
    decoder.decode(bytes.subarray(4, 4 + jsonLength)),
    (key, value: unknown) => {
      // A `__proto__` key in a message is never meant well.
      if (key === '__proto__') return undefined
      if (typeof value !== 'object' || value === null || !(bytesKey in value)) return value
      const part = parts[Number(value[bytesKey])]
      if (!part) throw new RangeError('frame is cut off')
      return part
    },
  )
  if (!isFrame(frame)) throw new SyntaxError('not a frame')
  return frame
}

const frameTypes = new Set(['call', 'next', 'credit', 'cancel', 'end', 'error'])

/** Checks only what rpc itself relies on; arguments are validated per method. */
export const isFrame = (value: unknown): value is Frame =>
  typeof value === 'object' &&
  value !== null &&
  't' in value &&
  frameTypes.has(String(value.t)) &&
  'id' in value &&
  typeof value.id === 'number' &&
  (value.t !== 'call' ||
    ('service' in value &&
      typeof value.service === 'string' &&
      'method' in value &&
      typeof value.method === 'string'))
