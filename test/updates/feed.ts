// Publishes versions of a program as electron-builder does, on loopback, for the real electron-updater.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Feed {
  readonly url: string
  /** Publishes a version; `claimed` is what the list says instead of the file's own hash. */
  publish(
    version: string,
    content: Buffer,
    more?: { readonly claimed?: string; readonly notes?: string },
  ): void
  /** Answers with this status from now on; undefined answers as usual. */
  fail(status: number | undefined): void
  /** Addresses that were asked for, in order. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function openFeed(): Promise<Feed> {
  const files = new Map<string, Buffer>()
  const asked: string[] = []
  let failure: number | undefined
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    asked.push(path)
    const content = failure === undefined ? files.get(path) : undefined
    response.writeHead(failure ?? (content ? 200 : 404), { 'content-length': content?.length ?? 0 })
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish: (version, content, { claimed, notes = '' } = {}) => {
      const name = `Portside-${version}.AppImage`
      const sha512 = claimed ?? createHash('sha512').update(content).digest('base64')
      files.set(`/${name}`, content)
      files.set(
        '/latest-linux.yml',
        Buffer.from(
          [
            `version: ${version}`,
            'files:',
            `  - url: ${name}`,
            `    sha512: ${sha512}`,
            `    size: ${content.length}`,
            `releaseNotes: ${JSON.stringify(notes)}`,
            "releaseDate: '2026-11-01T00:00:00.000Z'",
            '',
          ].join('\n'),
        ),
      )
    },
    fail: (status) => (failure = status),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
