// Connections to the engine under load: much data in both directions, and many of them at once.
import { createHash, type Hash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { httpOnce } from '../../main/machine/unix-http'
import { testImage, type DriverSession } from './driver-session'

const mebibyte = 1024 * 1024
const manyMebibytes = 100
const manyConnections = 200
const pattern = '0123456789abcdef\n'

export function describeLoad(session: () => DriverSession): void {
  describe('connections to the engine', () => {
    it('carry a long output of a command whole', async () => {
      const docker = await session().engine()
      const mebibytes = session().fixture.streamedMebibytes ?? manyMebibytes
      const container = await docker.createContainer({ Image: testImage, Cmd: ['sleep', '1000'] })
      try {
        await container.start()
        const exec = await container.exec({
          // A MiB is made once: an emulated processor takes longer to make it than to send it.
          Cmd: [
            'sh',
            '-c',
            `yes ${pattern.trim()} | head -c ${mebibyte} >/part; for i in $(seq ${mebibytes}); do cat /part; done`,
          ],
          AttachStdout: true,
          // A terminal's stream has no frames, and would turn line ends.
          Tty: false,
        })
        const stream = await exec.start({ hijack: true, stdin: false })
        expect(await hashFrames(stream)).toEqual(hashPattern(mebibytes))
        expect((await exec.inspect()).ExitCode).toBe(0)
      } finally {
        await container.remove({ force: true })
      }
    })

    it(`are ${manyConnections} at once, each of which is answered`, async () => {
      const { driver } = session()
      const open = await Promise.all(Array.from({ length: manyConnections }, () => driver.dial()))
      const answers = await Promise.all(
        open.map((socket) => httpOnce({ createConnection: () => socket, path: '/_ping' })),
      )
      for (const socket of open) socket.destroy()
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    })
  })
}

/** Frames of 8 bytes head (stream, 3 zero, u32 length) and payload, which may end anywhere in a chunk. */
async function hashFrames(stream: Duplex): Promise<{ bytes: number; sha256: string }> {
  const head = 8
  const hash = createHash('sha256')
  let bytes = 0
  let rest = Buffer.alloc(0)
  let left = 0
  for await (const part of stream) {
    let chunk = Buffer.concat([rest, part as Buffer])
    while (chunk.length > 0) {
      if (left === 0) {
        if (chunk.length < head) break
        left = chunk.readUInt32BE(4)
        chunk = chunk.subarray(head)
        continue
      }
      const payload = chunk.subarray(0, left)
      hash.update(payload)
      bytes += payload.length
      left -= payload.length
      chunk = chunk.subarray(payload.length)
    }
    rest = Buffer.from(chunk)
  }
  return { bytes, sha256: hash.digest('hex') }
}

function hashPattern(mebibytes: number): { bytes: number; sha256: string } {
  const hash: Hash = createHash('sha256')
  const part = Buffer.from(pattern.repeat(Math.ceil(mebibyte / pattern.length))).subarray(0, mebibyte)
  for (let left = mebibytes; left > 0; left -= 1) hash.update(part)
  return { bytes: mebibytes * mebibyte, sha256: hash.digest('hex') }
}
