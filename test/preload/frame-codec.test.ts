// Frames as bytes: what is cut off, forged or foreign is refused.
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame, isFrame } from '../../preload/frame-codec'

const frame = { t: 'next', id: 7, value: { bytes: new Uint8Array([1, 2, 3]), text: '포트' } } as const

describe('frame codec', () => {
  it('returns what it was given', () => {
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
  })

  it('refuses every cut-off frame', () => {
    const bytes = encodeFrame(frame)
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeFrame(bytes.subarray(0, length))).toThrow(/cut off|bounds/)
  })

  it('drops __proto__ wherever it stands', () => {
    const text =
      '{"t":"call","id":1,"service":"a","method":"b","args":{"__proto__":{"admin":true},"x":[{"__proto__":1}]}}'
    const json = new TextEncoder().encode(text)
    const bytes = new Uint8Array(4 + json.length)
    new DataView(bytes.buffer).setUint32(0, json.length)
    bytes.set(json, 4)
    const { args } = decodeFrame(bytes) as unknown as { args: { admin?: boolean; x: object[] } }
    expect(args.admin).toBeUndefined()
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype)
    expect(args.x).toEqual([{}])
  })

  it('knows frames from other data', () => {
    expect(isFrame(frame)).toBe(true)
    for (const other of [null, 1, {}, { t: 'next' }, { t: 'evil', id: 1 }, { t: 'call', id: 1 }])
      expect(isFrame(other)).toBe(false)
  })
})
