// Connections that become something else than HTTP: terminals, attached streams, BuildKit's session. Bytes go through as
// they are once the engine has agreed.
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { parseHead } from '../../../main/engine/http-head'

export interface Upgrade {
  readonly asking: IncomingMessage
  readonly client: Socket
  readonly head: Buffer
  readonly real: string
  readonly path: string
  readonly newest: string
}

export function passUpgrade({ asking, client, head, real, path, newest }: Upgrade): void {
  const engine = connect({ path: real, allowHalfOpen: true })
  const lines = `${asking.method} ${path} HTTP/1.1\r\n${linesOf(asking.rawHeaders)}\r\n`
  // In one: the engine drops what came with the head, and would take a body that comes behind for input.
  engine.write(Buffer.concat([Buffer.from(lines, 'latin1'), head]))
  client.pipe(engine)
  client.on('error', () => engine.destroy()).on('close', () => engine.destroy())
  engine.on('error', () => client.destroy()).on('close', () => client.end())
  let before = Buffer.alloc(0)
  const onData = (chunk: Buffer): void => {
    before = Buffer.concat([before, chunk])
    const told = parseHead(before)
    if (!told) return
    engine.off('data', onData)
    const isAgreed = / 101 /.test(told.first)
    const headers = [...told.headers].map(([name, value]) => [
      name,
      name === 'api-version' ? newest : name === 'connection' && !isAgreed ? 'close' : value,
    ])
    client.write(`${told.first}\r\n${linesOf(headers.flat())}\r\n`, 'latin1')
    client.write(before.subarray(told.bytes))
    engine.pipe(client)
    // A refusal of known length leaves the connection open, which the client must not use on.
    const left = Number(told.headers.get('content-length') ?? Number.NaN) - (before.length - told.bytes)
    if (!isAgreed && !Number.isNaN(left)) endAfter(engine, left)
  }
  engine.on('data', onData)
}

function endAfter(engine: Socket, bytes: number): void {
  let left = bytes
  const look = (): void => {
    if (left <= 0) engine.end().destroySoon()
  }
  engine.on('data', (chunk: Buffer) => {
    left -= chunk.length
    look()
  })
  look()
}

function linesOf(raw: readonly (string | undefined)[]): string {
  let text = ''
  for (let at = 0; at < raw.length; at += 2) text += `${raw[at]}: ${raw[at + 1]}\r\n`
  return text
}
