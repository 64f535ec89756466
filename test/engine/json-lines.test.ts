// JSON lines survive being cut anywhere, and a stream that is none of them is refused.
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readJsonLines } from '../../main/engine/json-lines'

async function read(bytes: Buffer, size: number): Promise<unknown[]> {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  const all: unknown[] = []
  for await (const value of readJsonLines(Readable.from(chunks))) all.push(value)
  return all
}

describe('JSON lines', () => {
  const values = [{ status: '받는 중 🐳' }, { id: 'a', n: 1 }, [1, 2], 'text']
  const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join('\r\n'))
  it.each([1, 2, 3, 10, 1000])('are the same in chunks of %i bytes', async (size) => {
    expect(await read(bytes, size)).toEqual(values)
  })
  it('refuse what is not JSON', async () => {
    await expect(read(Buffer.from('<html>\n'), 10)).rejects.toThrow(SyntaxError)
  })
  it('refuse a line without end', async () => {
    await expect(read(Buffer.alloc(5 * 1024 * 1024, 0x20), 65_536)).rejects.toThrow(RangeError)
  })
})
