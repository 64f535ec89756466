// A way to a registry on which downloads stand still until they may go on: for what is done meanwhile.
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StalledRegistry {
  /** Another name for the registry behind it, `127.0.0.1:PORT`. */
  readonly address: string
  /** Lets everything through from now on. */
  release(): void
  stop(): Promise<void>
}

/** Only blobs wait: an engine gets its manifests, and knows what it will download. */
export async function stallRegistry(port: number): Promise<StalledRegistry> {
  let open = false
  const held = new Set<() => void>()
  const forward = (
    method: string,
    path: string,
    headers: NodeJS.Dict<string | string[]>,
    to: ServerResponse,
  ): void => {
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    to.on('close', () => onward.destroy())
    onward.end()
  }
  const server = createServer((asked, response) => {
    const { method = 'GET', url = '/', headers } = asked
    const go = (): void => forward(method, url, headers, response)
    if (open || !url.includes('/blobs/')) return go()
    held.add(go)
    response.on('close', () => held.delete(go))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    address: `127.0.0.1:${own}`,
    release: () => {
      open = true
      for (const go of held) go()
      held.clear()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
