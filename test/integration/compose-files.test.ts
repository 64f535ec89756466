// What the real Compose makes of everything that a project may be written with; an engine is asked for one image only.
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { filesInFolder } from '../../main/base/compose-folder'
import { composeJson } from '../../main/base/compose-json'
import { createComposeRunner, type RunProject } from '../../main/compose/compose-runner'
import { readService, servicesOf } from '../../main/compose/config-model'
import { composeEnvironment, proxiesFor } from '../../main/workspaces/project-compose'
import { composeFolder } from '../support/compose'
import { makeTestFolder } from '../support/test-folder'

let folder: string
beforeEach(async () => {
  folder = await makeTestFolder('cf')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `name: shop
include: [parts/mail.yaml]
services:
  web:
    extends: { file: parts/base.yaml, service: node }
    image: "acme/web:\${TAG}"
    environment: { LEVEL: "\${LEVEL:-info}" }
    depends_on: { db: { condition: service_healthy } }
  db: { image: postgres }
  debug: { image: busybox, profiles: [debug] }
  load: { image: busybox, profiles: [load] }
`,
  'compose.override.yaml': 'services:\n  web: { ports: ["8080:80"], environment: { OWN: "1" } }\n',
  'parts/base.yaml':
    'services:\n  node: { image: node, environment: { BASE: yes-it-is }, working_dir: /app }\n',
  'parts/mail.yaml': 'services:\n  mail: { image: "mailpit:${TAG}" }\n',
  '.env': 'TAG=from-env\n',
  'staging.env': 'TAG=staging\nLEVEL=debug\n',
}

async function config(change: Partial<RunProject> = {}) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const tools = await composeFolder()
  const runner = createComposeRunner({ sources: () => ({ folders: [tools], endpoint: 'unix:///nowhere' }) })
  const project = { folder, files: [join(folder, 'compose.yaml')], profiles: [], envFiles: [], ...change }
  const json = composeJson.parse((await runner.config(project)).json)
  return { json, services: servicesOf(json).map(readService) }
}

it('reads .env, what is included, and what a service extends', async () => {
  const { json, services } = await config()
  expect(services.map(({ name, image }) => [name, image])).toEqual([
    ['db', 'postgres'],
    ['mail', 'mailpit:from-env'],
    ['web', 'acme/web:from-env'],
  ])
  expect(json.services.web).toMatchObject({ environment: { BASE: 'yes-it-is', LEVEL: 'info' } })
  expect(services.at(2)?.dependsOn).toEqual([{ service: 'db', condition: 'service_healthy', required: true }])
})

it('puts several files on top of each other, with the profiles and variables that were asked for', async () => {
  const { json, services } = await config({
    files: ['compose.yaml', 'compose.override.yaml'].map((name) => join(folder, name)),
    profiles: ['debug'],
    envFiles: [join(folder, 'staging.env')],
  })
  expect(services.map(({ name }) => name)).toEqual(['db', 'debug', 'mail', 'web'])
  expect(services.at(3)).toMatchObject({ image: 'acme/web:staging', ports: [{ hostPort: 8080 }] })
  expect(json.services.web).toMatchObject({ environment: { BASE: 'yes-it-is', LEVEL: 'debug', OWN: '1' } })
})

const usual = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const beside = usual.map((name) => name.replace('compose.y', 'compose.override.y'))

it.each([
  ...usual.map((name) => [name]),
  ...usual.map((_, at) => usual.slice(at)),
  ...beside.map((name) => ['docker-compose.yml', name]),
  ...beside.map((_, at) => ['compose.yaml', ...beside.slice(at)]),
  [...usual, ...beside].toReversed(),
  [
    '.env COMPOSE_FILE=a.yaml:parts/b.yaml',
    'a.yaml',
    'parts/b.yaml',
    'compose.yaml',
    'compose.override.yaml',
  ],
  ['.env COMPOSE_FILE="compose.yaml" # mine', 'compose.yaml', 'compose.override.yaml'],
  ['.env COMPOSE_FILE=a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,', 'a.yaml', 'b.yaml'],
])('finds in a folder what plain Compose finds there: %j', async (...written) => {
  const names = written.filter((one) => !one.startsWith('.env'))
  for (const [at, name] of names.entries()) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), `services: { s${at}: { image: busybox } }\n`)
  }
  const [, env] = /^\.env ([^]+)/.exec(written[0] ?? '') ?? []
  if (env !== undefined) await writeFile(join(folder, '.env'), `${env}\n`)
  const program = join(await composeFolder(), 'docker-compose')
  const services = async (args: readonly string[]): Promise<string[]> =>
    (await promisify(execFile)(program, [...args, 'config', '--services'], { cwd: folder })).stdout
      .trim()
      .split('\n')
      .sort()
  const found = await filesInFolder(folder, 'linux')
  expect(await services(found.flatMap((file) => ['-f', file]))).toEqual(await services([]))
})

it.each([
  ['a variable', 'image: "a:${HTTPS_PROXY:-1}"', false],
  ['an environment', 'environment: [https_proxy]', false],
  ['an argument of its build', 'build: { context: ., args: [HTTPS_PROXY] }', false],
  ['a secret', 'secrets: [s]\nsecrets: { s: { environment: HTTPS_PROXY } }', false],
  ['a config', 'configs: [s]\nconfigs: { s: { environment: https_proxy } }', false],
  [
    'a secret of its build',
    'build: { context: ., secrets: [s] }\nsecrets: { s: { environment: HTTPS_PROXY } }',
    false,
  ],
  ['nothing', 'environment: { PROXY: none }', true],
])(
  'hands the proxies of this computer on only where no file reads them: as %s',
  async (_, service, isHanded) => {
    const own = {
      HTTPS_PROXY: 'http://me:secret@proxy:1',
      https_proxy: 'http://me:secret@proxy:1',
      NO_PROXY: '',
    }
    await writeFile(join(folder, 'compose.yaml'), `services: { a: { image: b } }\n`)
    await writeFile(join(folder, 'more.yaml'), `services:\n  a:\n    ${service}\n`)
    const tools = await composeFolder()
    const env = composeEnvironment({ ...process.env, ...own })
    const runner = createComposeRunner({
      sources: () => ({ folders: [tools], endpoint: 'unix:///nowhere', env }),
    })
    const files = ['compose.yaml', 'more.yaml'].map((name) => join(folder, name))
    const call = { folder, files, profiles: [], envFiles: [] }
    // Not even to be looked at.
    expect(JSON.stringify((await runner.config(call)).json)).not.toContain('me:secret')
    const { NO_PROXY: _empty, ...proxies } = own
    expect(await proxiesFor(call, runner, { ...process.env, ...own })).toEqual(isHanded ? proxies : {})
  },
)

it('takes orders of .env neither for itself nor for the programs that it runs, and fills in all the rest', async () => {
  const docker = join(folder, 'docker')
  await mkdir(docker)
  await writeFile(join(docker, 'config.json'), '{"credsStore":"probe"}')
  const helper = `#!/bin/sh\nenv >${folder}/seen\necho '{"Username":"","Secret":""}'\n`
  await writeFile(join(docker, 'docker-credential-probe'), helper, { mode: 0o755 })
  const asked = ['LD_PRELOAD=/evil.so', 'export GIT_SSH_COMMAND=evil', 'BUILDX_CONFIG=./evil', 'TAG=latest']
  await writeFile(join(folder, '.env'), [...asked, 'COMPOSE_EXPERIMENTAL_OTEL=evil', ''].join('\n'))
  const file = join(folder, 'compose.yaml')
  await writeFile(file, 'name: orders\nservices: { web: { image: "busybox:${TAG}" } }\n')
  const tools = await composeFolder()
  const endpoint = `unix://${inject('engineSocket')}`
  const env = { PATH: `${docker}${delimiter}${process.env.PATH}`, HOME: folder, DOCKER_CONFIG: docker }
  const runner = createComposeRunner({ sources: () => ({ folders: [tools], endpoint, env }) })
  const project = { folder, files: [file], profiles: [], envFiles: [] }
  expect((await runner.config(project)).json).toMatchObject({
    services: { web: { image: 'busybox:latest' } },
  })
  await runner.ask(project, ['pull'])
  expect(await readFile(join(folder, 'seen'), 'utf8')).toContain(`DOCKER_CONFIG=${docker}`)
  expect(await readFile(join(folder, 'seen'), 'utf8')).not.toContain('evil')
  // What it would be without.
  const bare = { cwd: folder, env: { ...env, DOCKER_HOST: endpoint } }
  await promisify(execFile)(join(tools, 'docker-compose'), ['pull'], bare)
  expect(await readFile(join(folder, 'seen'), 'utf8')).toContain('evil')
})
