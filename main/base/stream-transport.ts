// Frames over a byte stream, such as a Unix socket or a named pipe: u32 length, then the encoded frame.
import type { Duplex } from 'node:stream'
import { decodeFrame, encodeFrame, maxFrameBytes } from '../../preload/frame-codec'
import type { Frame, Transport } from '../../preload/rpc'

const lengthBytes = 4

/** A peer that sends too much at once, or no frames, is disconnected. */
export function streamTransport(stream: Duplex): Transport {
  let closed = false
  const onClose: (() => void)[] = []
  stream.on('close', () => {
    closed = true
    for (const listener of onClose.splice(0)) listener()
  })
  stream.on('error', () => stream.destroy())
  stream.on('end', () => stream.destroy())
  return {
    send: (frame) => {
      if (!stream.writable) return
      const bytes = encodeFrame(frame)
      const head = Buffer.alloc(lengthBytes)
      head.writeUInt32BE(bytes.length)
      stream.cork()
      stream.write(head)
      stream.write(bytes)
      stream.uncork()
    },
    onMessage: (listener) => readFrames(stream, listener),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener)
      else onClose.push(listener)
    },
    close: () => stream.end(),
  }
}

function readFrames(stream: Duplex, listener: (frame: Frame) => void): void {
  let pending: Buffer = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= lengthBytes && !stream.destroyed) {
      const length = pending.readUInt32BE(0)
      if (length > maxFrameBytes) return void stream.destroy()
      if (pending.length < lengthBytes + length) return
      const frame = parse(pending.subarray(lengthBytes, lengthBytes + length))
      if (!frame) return void stream.destroy()
      pending = pending.subarray(lengthBytes + length)
      listener(frame)
    }
  })
}

function parse(bytes: Buffer): Frame | undefined {
  try {
    return decodeFrame(bytes)
  } catch {
    return undefined
  }
}
