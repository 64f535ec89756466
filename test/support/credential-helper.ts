// A stand-in for a system's keychain: a Docker credential helper that keeps what it is given in a file.
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export interface CredentialHelper {
  /** What makes Docker, and Portside, use it. */
  readonly env: NodeJS.ProcessEnv
  /** Where it keeps everything, as JSON by server. */
  readonly file: string
}

/** Protocol and words as in github.com/docker/docker-credential-helpers. */
const program = (file: string): string => `#!${process.execPath}
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const file = ${JSON.stringify(file)}
const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const input = readFileSync(0, 'utf8').trim()
const keep = () => writeFileSync(file, JSON.stringify(all))
const actions = {
  list: () => console.log(JSON.stringify(Object.fromEntries(Object.entries(all).map(([s, l]) => [s, l.Username])))),
  store: () => { const login = JSON.parse(input); all[login.ServerURL] = login; keep() },
  erase: () => { delete all[input]; keep() },
  get: () => {
    if (all[input]) return console.log(JSON.stringify(all[input]))
    console.log('credentials not found in native keychain')
    process.exitCode = 1
  },
}
actions[process.argv[2]]()
`

/** Makes it in this folder. */
export async function makeCredentialHelper(folder: string): Promise<CredentialHelper> {
  const file = join(folder, 'kept.json')
  const helper = join(folder, 'docker-credential-standin')
  await mkdir(folder, { recursive: true })
  await writeFile(helper, program(file))
  await chmod(helper, 0o755)
  await writeFile(join(folder, 'config.json'), JSON.stringify({ credsStore: 'standin' }))
  return {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, DOCKER_CONFIG: folder },
    file,
  }
}
