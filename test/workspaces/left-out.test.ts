// Files of a project that an export leaves on this computer.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { findLeftOut } from '../../main/workspaces/left-out'
import { goesIn } from '../../main/workspaces/project-walk'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psleft-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(path: string, text = 'x'): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

it('are found by name and by the secrets that the file itself has', async () => {
  await write('docker-compose.yml', 'password: hunter2hunter2')
  await write('db.env', 'API_TOKEN=1')
  await write('.aws/credentials')
  await write('config/application-local.yml', 'spring.datasource.password: hunter2hunter2')
  await write('config/application.yml', 'spring.datasource.user: postgres')
  await write('env.example')
  await write('.env.sample')
  await write('src/main.js')
  const config = composeJson.parse({
    name: 'p',
    services: {
      db: {
        image: 'db',
        environment: { DB_PASSWORD: 'hunter2hunter2', OTHER_PASSWORD: 'postgres' },
        volumes: [{ type: 'bind', source: folder, target: '/app' }],
      },
    },
  })
  const found = await findLeftOut(config, folder, new Set(['db']))
  const files = found.filter(({ subject }) => /[/.]/.test(subject))
  expect(Object.fromEntries(files.map(({ subject, keepable }) => [subject, keepable]))).toEqual({
    '.aws': false,
    'config/application-local.yml': true,
    'db.env': false,
  })
})

it.each([
  ['docker-compose.override.yml', false],
  ['compose.yaml', false],
  ['composer.json', true],
  ['prod.env', false],
  ['.env.example', true],
  ['environment.ts', true],
  ['server.key', false],
])('%s goes in: %s', (name, is) => expect(goesIn(name)).toBe(is))

it('are links that lead elsewhere, or to what stays, and compose files further in', async () => {
  await write('app/real/a.txt')
  await write('app/.env', 'x')
  await write('app/other/docker-compose.yml')
  await write('compose.yaml')
  await symlink('real', join(folder, 'app/inside'))
  await symlink(join(folder, 'app/real/a.txt'), join(folder, 'app/file'))
  await symlink('/etc', join(folder, 'app/outside'))
  await symlink('gone', join(folder, 'app/nothing'))
  await symlink('.env', join(folder, 'app/harmless'))
  await symlink('..', join(folder, 'app/real/circle'))
  const config = composeJson.parse({
    name: 'p',
    services: {
      db: { image: 'db', volumes: [{ type: 'bind', source: join(folder, 'app'), target: '/app' }] },
    },
  })
  const found = await findLeftOut(config, folder, new Set(['db']))
  expect(found.map(({ kind, subject, keepable }) => [subject, kind, keepable])).toEqual([
    ['app/.env', 'secret', false],
    ['app/harmless', 'secret', false],
    ['app/inside/circle', 'link', false],
    ['app/nothing', 'link', false],
    ['app/other/docker-compose.yml', 'compose', true],
    ['app/outside', 'link', false],
    ['app/real/circle', 'link', false],
  ])
})
