// Serves the window to a browser on this computer, and the contract to that window only.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '../../preload/errors'
import { maxFrameBytes } from '../../preload/frame-codec'
import { serve, type CallTarget } from '../../preload/rpc-server'
import type { FileExchange } from './file-exchange'
import { webSocketTransport } from './websocket-transport'

export interface LoopbackServer {
  /** With the token: whoever has this address has the app. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export interface LoopbackOptions {
  /** Folder of the built window. */
  readonly root: string
  /** 0 picks a free one. */
  readonly port: number
  readonly target: CallTarget
  /** Answers requests for files that the person chose, and says whether it was one. */
  readonly serveFile?: FileExchange['handle']
  /** Names who holds a port, for the error when it is taken. */
  readonly nameHolder: (port: number) => Promise<string>
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** @throws host.app-port-taken */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const token = randomBytes(24).toString('base64url')
  const http = createServer((request, response) => {
    if (fromOurPage(request, `http://127.0.0.1:${port}`) && options.serveFile?.(request, response)) return
    void serveFile(options.root, request, response)
  })
  // A file may take long to come up; the default ends every request after five minutes.
  http.requestTimeout = 0
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxFrameBytes })
  const port = await listen(http, options)
  const origin = `http://127.0.0.1:${port}`
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isOurWindow(request, origin, token)) return refuse(socket)
    sockets.handleUpgrade(request, socket, head, (ws) => serve(webSocketTransport(ws), options.target))
  })
  return {
    url: `${origin}/?token=${token}`,
    port,
    close: () => closeServer(http, sockets),
  }
}

/** Links tell no Origin, so it need only not be another's; the address of a file is a secret by itself. */
const fromOurPage = ({ headers }: IncomingMessage, origin: string): boolean =>
  `http://${headers.host}` === origin && (headers.origin === undefined || headers.origin === origin)

/** Host and Origin must both be ours (a page elsewhere cannot forge them), and the token must be this run's. */
function isOurWindow(request: IncomingMessage, origin: string, token: string): boolean {
  const url = new URL(request.url ?? '/', origin)
  return (
    url.pathname === '/rpc' &&
    `http://${request.headers.host}` === origin &&
    request.headers.origin === origin &&
    sameSecret(url.searchParams.get('token') ?? '', token)
  )
}

function sameSecret(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

function refuse(socket: Duplex): void {
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

async function listen(http: Server, { port, nameHolder }: LoopbackOptions): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(port, '127.0.0.1', resolve)
    })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new AppError('host.app-port-taken', { params: { port, holder: await nameHolder(port) }, cause })
  }
  return (http.address() as AddressInfo).port
}

async function serveFile(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end()
      return
    }
    const file = fileOf(root, request.url ?? '/')
    const body = await readFile(file)
    response.writeHead(200, {
      ...headers,
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  } catch {
    response.writeHead(404, headers).end('not found')
  }
}

/** @throws when the address leads out of the root or is not an address */
function fileOf(root: string, address: string): string {
  const path = decodeURIComponent(new URL(address, 'http://localhost').pathname)
  const file = normalize(join(root, path === '/' ? 'index.html' : path))
  if (!file.startsWith(normalize(root) + sep) || file.includes('\0')) throw new Error('outside the root')
  return file
}

async function closeServer(http: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  http.closeAllConnections()
  await closed
}
