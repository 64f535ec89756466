// A way to a registry on which the network is lost in the middle of a layer, until it is back.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CutRegistry {
  /** Another name for the registry behind it, `127.0.0.1:PORT`. */
  readonly address: string
  /** From now on layers of the repository end half way, and nothing more of it comes through. */
  cut(repository: string): void
  comeBack(): void
  stop(): Promise<void>
}

/** In bytes: what is smaller is a description of an image, and no layer. */
const smallestLayer = 20_000

/** @param url of the registry */
export async function cutRegistry(url: string): Promise<CutRegistry> {
  const { hostname, port } = new URL(url)
  let lost: string | undefined
  let isGone = false
  const isOf = (path: string): boolean => lost !== undefined && path.startsWith(`/v2/${lost}/`)
  const pass = (path: string, from: IncomingMessage, to: ServerResponse): void => {
    const size = Number(from.headers['content-length'] ?? 0)
    const isLayer = path.includes('/blobs/') && size > smallestLayer
    const end = isLayer && isOf(path) ? size / 2 : Infinity
    to.writeHead(from.statusCode ?? 502, from.headers)
    let passed = 0
    from.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed < end) return void to.write(chunk)
      isGone = true
      to.write(chunk.subarray(0, chunk.length - (passed - end)), () => to.destroy())
      from.destroy()
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
  }
  const server = createServer((asked, to) => {
    const { method, url: path = '/', headers } = asked
    if (isGone && isOf(path)) return void to.destroy()
    const onward = request({ hostname, port, method, path, headers }, (from) => pass(path, from, to))
    onward.on('error', () => to.destroy())
    onward.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (repository) => {
      lost = repository
      isGone = false
    },
    comeBack: () => {
      lost = undefined
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
