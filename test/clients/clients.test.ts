// The very lines that are to be copied, used by programs of Go and of Java against the servers of the catalogue.
// Node and Python use theirs in test/integration/engine-catalogue.test.ts, with every change.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { clients } from '../integration/catalogue-clients'
import { entry, prepareServers, startServer } from '../integration/catalogue-servers'
import { makeTestFolder } from '../support/test-folder'
import { goProgram, javaProgram } from './tools'

prepareServers()

/** Signs that addresses, files of variables and files of properties give a meaning. */
const password = ' p@s:w/o#r?d&%2="$e\\!'

let goPath: string
let javaWords: readonly string[]
let folder: string

beforeAll(async () => {
  ;[goPath, javaWords, folder] = await Promise.all([goProgram(), javaProgram(), makeTestFolder('clients')])
}, 600_000)

const run = promisify(execFile)

/** @returns what the program printed. @throws with what it said instead */
const readWithGo = async (line: string): Promise<string> =>
  (await run(goPath, { env: { ...process.env, ...parseEnv(line) }, timeout: 60_000 })).stdout.trim()

async function readWithJava(name: string, lines: string): Promise<string> {
  await mkdir(join(folder, name), { recursive: true })
  const file = join(folder, name, 'application.properties')
  await writeFile(file, `${lines}\n`)
  return (await run('java', [...javaWords, file], { timeout: 60_000 })).stdout.trim()
}

/** No package of Debian reads Redis from Java. */
const withoutJava = new Set(['redis'])

type Read = (lines: Readonly<Record<'go' | 'spring', string>>) => Promise<string>

const readers = (entryId: string): readonly Read[] => [
  ({ go }) => readWithGo(go),
  ...(withoutJava.has(entryId) ? [] : ([({ spring }) => readWithJava(entryId, spring)] satisfies Read[])),
]

it.concurrent.for(Object.keys(clients))(
  'programs of Go and Java reach %s with what is to be copied for them, whatever the password is',
  { timeout: 900_000 },
  async (entryId, context) => {
    const { passwords } = entry(entryId)
    const { url, lines } = await startServer(entryId, context, (env) =>
      env.map((one) => (passwords.includes(one.name) ? { ...one, value: password } : one)),
    )
    const client = clients[entryId]
    if (!client || !lines) throw new Error(`no client of ${entryId}`)
    const text = `kept by ${entryId}`
    await client.write(url, text)
    for (const read of readers(entryId)) expect(await read(lines)).toBe(client.python ?? text)
    // So that nobody is let in who could not know it; a mail catcher has nothing to protect.
    const wrong = { go: lines.go.replace(/w(\/|%2F)o/, 'wo'), spring: lines.spring.replace('w/o', 'wo') }
    const refused = /password|denied|WRONGPASS|REFUSED|not allowed/i
    for (const read of passwords.length === 0 ? [] : readers(entryId))
      await expect(read(wrong)).rejects.toThrow(refused)
  },
)
