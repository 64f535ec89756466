// What leads from the WSL machine to Windows: the mark that ends a stream, and the rules of the firewall inside.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsAtMark, upToMark } from '../../../main/machine/wsl2/end-mark'
import { windowsRules } from '../../../main/machine/wsl2/windows-loopback'

const mark = Buffer.from('0a92897c0d909bff7f8bd0f574bc8661')

async function through(chunks: readonly Buffer[]): Promise<Buffer> {
  const parts: Buffer[] = []
  await pipeline(Readable.from(chunks), endsAtMark(mark), async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) parts.push(part)
  })
  return Buffer.concat(parts)
}

/** Anything, with many beginnings of the mark in it. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.nat(mark.length - 1).map((length) => mark.subarray(0, length)),
)
const content = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => Buffer.concat(pieces))
  .filter((bytes) => !Buffer.concat([bytes, mark]).subarray(0, -1).includes(mark))

describe('a stream that ends with a mark', () => {
  it('is passed on whole and without it, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.array(fc.integer({ min: 1, max: 50 })), async (bytes, cuts) => {
        const all = Buffer.concat([bytes, mark])
        const chunks: Buffer[] = []
        let at = 0
        for (const cut of cuts) {
          if (at < all.length) chunks.push(all.subarray(at, at + cut))
          at += cut
        }
        if (at < all.length) chunks.push(all.subarray(at))
        expect((await through(chunks)).equals(bytes)).toBe(true)
      }),
    )
  })

  it('holds back only what may be the beginning of the mark', () => {
    expect(upToMark(Buffer.from('GET / HTTP/1.0\r\n\r\n'), mark).held).toHaveLength(0)
    expect(upToMark(Buffer.from('text0a92'), mark)).toMatchObject({ ended: false, held: Buffer.from('0a92') })
  })

  it('that ends without it is broken off', async () => {
    await expect(through([Buffer.from('half of someth')])).rejects.toThrow('without its mark')
  })
})

describe('the rules', () => {
  it('lead every port but the listener’s own to it, and questions for the names alone', () => {
    const rules = windowsRules(32_100)
    expect(rules).toContain('ip daddr 192.0.2.254 tcp dport != 32100 update @asked')
    expect(rules.match(/udp dport 53 @th/g)).toHaveLength(3)
    expect(rules).not.toMatch(/udp dport 53 dnat/)
  })
})
