// Serves small programs in the forms in which the real ones are published, with a manifest that pins them.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Published {
  /** Path of the manifest that pins what is served. */
  readonly manifest: string
  /** Names of the programs in it. */
  readonly names: readonly string[]
  close(): Promise<void>
}

const forms = { docker: 'tgz', 'docker-compose': 'plain', 'docker-buildx': 'zip' } as const

export async function publishPrograms(folder: string, targets: readonly string[]): Promise<Published> {
  const archives = new Map<string, Buffer>()
  for (const [name, form] of Object.entries(forms)) archives.set(name, await archiveOf(folder, name, form))
  const server = createServer((request, response) => {
    const content = archives.get((request.url ?? '').slice(1))
    response.writeHead(content ? 200 : 404)
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const manifest = join(folder, 'runtime.json')
  const programs = Object.entries(forms).map(([name, form]) => {
    const content = archives.get(name) ?? Buffer.alloc(0)
    const file = {
      version: '1.2.3',
      url: `${base}/${name}`,
      form,
      // Of some only the hash is known.
      ...(form === 'plain' ? {} : { member: `docker/${name}`, bytes: content.length }),
      sha256: createHash('sha256').update(content).digest('hex'),
    }
    const files = Object.fromEntries(targets.map((target) => [target, file]))
    return { name, licence: 'Apache-2.0', source: 'https://example.org', files }
  })
  await writeFile(manifest, JSON.stringify({ format: 1, programs }))
  return {
    manifest,
    names: Object.keys(forms),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function archiveOf(folder: string, name: string, form: string): Promise<Buffer> {
  const content = programContent(name)
  if (form === 'plain') return content
  await mkdir(join(folder, 'docker'), { recursive: true })
  await writeFile(join(folder, 'docker', name), content)
  const archive = join(folder, `${name}.${form}`)
  const [command, args] =
    form === 'zip'
      ? (['python3', ['-m', 'zipfile', '-c', archive, 'docker']] as const)
      : (['tar', ['-czf', archive, `docker/${name}`]] as const)
  await run(command, args, { cwd: folder })
  return readFile(archive)
}

export const programContent = (name: string): Buffer => Buffer.from(`#!/bin/sh\necho ${name}\n`)
