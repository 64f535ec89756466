// A real HTTP proxy on loopback: tunnels and plain requests, to the places that a test gives names to.
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

export interface ConnectProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** What it was asked for, in order: `CONNECT registry.test:443`, `GET http://plain.test/a`. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

export interface ConnectProxyOptions {
  /** Where a host with its port leads, `registry.test:443` to `10.192.0.1:40123`; to others it knows no way. */
  readonly places: Readonly<Record<string, string>>
  /** Lets nobody through who does not say `name:password`. */
  readonly login?: string
}

export async function startConnectProxy({ places, login }: ConnectProxyOptions): Promise<ConnectProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const allowed = ({ headers }: IncomingMessage): boolean =>
    login === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`
  const leadsTo = (name: string): [string, number] | undefined => {
    const [host, port] = places[name]?.split(':') ?? []
    return host === undefined || port === undefined ? undefined : [host, Number(port)]
  }
  const server = createServer((question, answer) => {
    asked.push(`${question.method} ${question.url}`)
    const url = new URL(question.url ?? '')
    const to = leadsTo(`${url.hostname}:${url.port || '80'}`)
    if (!allowed(question)) return answer.writeHead(407).end()
    if (!to) return answer.writeHead(502).end()
    const { 'proxy-authorization': _, ...headers } = question.headers
    const onward = request(
      { host: to[0], port: to[1], method: question.method, path: url.pathname + url.search, headers },
      (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers)
        from.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    question.pipe(onward)
  })
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('connect', (question: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${question.url}`)
    const to = leadsTo(question.url ?? '')
    socket.on('error', () => {})
    if (!allowed(question)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    if (!to) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const onward = connect({ host: to[0], port: to[1] }, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.once('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
