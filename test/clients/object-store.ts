// An object store for the catalogue's lines: a server that speaks S3 and checks keys, and programs that use the lines.
// It stands in for the catalogue's own, which no registry at hand has: see docs/never-run-on.md.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { endChild } from '../../main/base/child'
import { entryOf } from '../../preload/catalogue'
import { connectionLines } from '../../renderer/catalogue/connection'
import { formOf } from '../../renderer/catalogue/form'
import { unusedPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'
import { boto3Folder, objectStoreModules } from './tools'

const run = promisify(execFile)

export interface ObjectStore {
  readonly lines: NonNullable<ReturnType<typeof connectionLines>>
  /** The SDK of Node, with these lines. @returns what it printed */
  node(lines: string, ...words: readonly string[]): Promise<string>
  /** boto3. */
  python(lines: string): Promise<string>
  /** Any program. */
  run(program: string, words: readonly string[], lines: string, more?: NodeJS.ProcessEnv): Promise<string>
  end(): Promise<void>
}

/** The same lines with another key. */
export const wrong = (lines: string): string => lines.replace(/(SECRET_ACCESS_KEY=".)/, '$1x')

/** With the keys and the bucket that the form of the catalogue's entry has. */
export async function startObjectStore(): Promise<ObjectStore> {
  const entry = entryOf('seaweedfs')
  if (!entry) throw new Error('no object store in the catalogue')
  const programs = dirname(await objectStoreModules())
  for (const file of ['server.cjs', 'client.cjs'])
    await cp(join(import.meta.dirname, 's3', file), join(programs, file))
  const { env } = formOf(entry, { volumes: new Set(), ports: [] })
  const port = await unusedPort()
  const lines = connectionLines({ entry: entry.id, hostPort: () => port, env })
  if (!lines) throw new Error('no lines for the object store')
  const folder = join(await makeTestFolder('s3'), 'data')
  await mkdir(folder)
  const value = (name: string): string => env.find((one) => one.name === name)?.value ?? ''
  const server = spawn(
    process.execPath,
    [
      ...[join(programs, 'server.cjs'), folder, String(port)],
      ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'S3_BUCKET'].map(value),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(server.stdout, 'data')
  /** Nothing but the lines tells where it is: no file in a home, no variable of this computer's. */
  const runWith: ObjectStore['run'] = async (program, words, text, more = {}) => {
    const given = { PATH: process.env.PATH, HOME: programs, ...parseEnv(text), ...more }
    return (await run(program, [...words], { env: given, timeout: 60_000 })).stdout.trim()
  }
  return {
    lines,
    node: (text, ...words) => runWith(process.execPath, [join(programs, 'client.cjs'), ...words], text),
    python: async (text) => {
      const script = join(import.meta.dirname, '../fixtures/connect.py')
      return runWith('/usr/bin/python3', [script], text, { PYTHONPATH: await boto3Folder() })
    },
    run: runWith,
    end: () => endChild(server, 5_000),
  }
}
