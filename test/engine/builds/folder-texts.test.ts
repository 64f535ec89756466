// What is odd about the files of a folder before it is built, and how it is mended.
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { convertLineEnds } from '../../../main/engine/builds/line-ends'
import { planBuild } from '../../../main/engine/builds/plan'
import type { BuildHint } from '../../../preload/model'
import { makeTestFolder } from '../../support/test-folder'

let folder: string
beforeEach(async () => {
  folder = await makeTestFolder('texts')
})
afterEach(() => rm(folder, { recursive: true }))

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

const hints = async (): Promise<readonly BuildHint[]> => (await planBuild(folder, 'Dockerfile')).hints
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')

describe('a database on localhost', () => {
  it.each<[string, string, number]>([
    [
      'src/main/resources/application.properties',
      '# x\nspring.datasource.url=jdbc:mysql://localhost:3306/shop\n',
      2,
    ],
    [
      'src/main/resources/application.yml',
      'spring:\n  data:\n    redis:\n      timeout: 1s\n      host: localhost\n',
      5,
    ],
    ['application-prod.yml', 'url: jdbc:oracle:thin:@localhost:1521/XE\n', 1],
    ['db.js', 'const pool = mysql.createPool({\n  user: "shop",\n  host: "localhost",\n})\n', 3],
    ['src/data-source.ts', "new DataSource({ type: 'postgres', host: '127.0.0.1' })\n", 1],
    ['shop/settings.py', "DATABASES = {'default': {\n  'HOST': 'localhost',\n}}\n", 2],
    ['app/db.py', 'engine = create_engine("postgresql+psycopg://shop:pw@localhost/shop")\n', 1],
    ['db.go', 'sql.Open("mysql", "shop:pw@tcp(127.0.0.1:3306)/shop")\n', 1],
    ['config/config.json', '{ "cache": "localhost:6379" }\n', 1],
    ['.env.production', 'A=1\nDATABASE_HOST="localhost"\n', 2],
    ['Dockerfile', 'FROM x\nENV REDIS_HOST=localhost\n', 2],
  ])('is found in %s', async (path, text, line) => {
    await put({ [path]: text })
    expect(await hints()).toEqual([{ kind: 'localhost-database', path, line }])
  })

  it.each<[string, string]>([
    ['application.yml', 'url: jdbc:mysql://${DB_HOST:localhost}:3306/shop\n'],
    ['db.js', "const host = process.env.DB_HOST || 'localhost'\n"],
    ['db.py', 'DB_HOST = os.getenv("DB_HOST", "localhost")\n'],
    ['application.properties', '#spring.datasource.url=jdbc:mysql://localhost/shop\nserver.port=8080\n'],
    ['server.js', "app.listen(3000, () => console.log('http://localhost:3000'))\n"],
    ['Dockerfile', 'FROM x\nHEALTHCHECK CMD curl http://localhost:8080/\n'],
    ['compose.yaml', 'services:\n  web:\n    environment:\n      DB_HOST: localhost\n'],
    ['node_modules/pg/lib/defaults.js', "new Pool({ host: 'localhost' })\n"],
    ['src/test/resources/application.yml', 'url: jdbc:h2:tcp://localhost:3306/shop\n'],
    ['db.test.js', "mysql.createPool({ host: 'localhost' })\n"],
    ['README.md', 'jdbc:mysql://localhost:3306/shop\n'],
    ['.env.example', 'DB_HOST=localhost\n'],
  ])('is no false alarm in %s', async (path, text) => {
    await put({ [path]: text })
    expect(await hints()).toEqual([])
  })
})

describe('Windows line ends', () => {
  it('are found in what Linux runs, whatever its name is, and nowhere else', async () => {
    await put({
      'start.sh': 'echo hi\r\n',
      'bin/start': '#!/usr/bin/env bash\r\necho\r\n',
      gradlew: '#!/bin/sh\r\n',
      LICENSE: 'Free\r\n',
      'run.bat': 'echo\r\n',
      'index.js': "console.log('x')\r\n",
      'node_modules/a/install.sh': 'echo\r\n',
      'fine.sh': '#!/bin/sh\necho\n',
      Dockerfile: 'FROM x\r\nRUN echo\r\n',
    })
    expect((await hints()).map(({ path }) => path)).toEqual(['bin/start', 'gradlew', 'start.sh'])
  })

  it('matter in a Dockerfile with a text in it', async () => {
    await put({ Dockerfile: 'FROM x\r\nRUN <<EOF\r\necho\r\nEOF\r\n' })
    expect(await hints()).toEqual([{ kind: 'windows-lines', path: 'Dockerfile' }])
  })
})

describe('a text in UTF-16', () => {
  it('is pointed out and becomes UTF-8; its words are understood before', async () => {
    await put({
      Dockerfile: utf16('FROM busybox AS 기반\r\n'),
      '.dockerignore': utf16('data\r\n'),
      'data/a': 'x',
    })
    const plan = await planBuild(folder, 'Dockerfile')
    expect(plan).toMatchObject({ found: true, stages: ['기반'], files: 2 })
    expect(plan.hints).toEqual([
      { kind: 'utf-16', path: '.dockerignore' },
      { kind: 'utf-16', path: 'Dockerfile' },
    ])
    for (const { path } of plan.hints) await convertLineEnds(folder, path)
    expect(await readFile(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM busybox AS 기반\n')
    expect(await readFile(join(folder, '.dockerignore'), 'utf8')).toBe('data\n')
    expect(await hints()).toEqual([])
  })
})

describe('line ends', () => {
  it('become those of Linux, and nothing else changes', async () => {
    await put({ 'start.sh': '#!/bin/sh\r\necho caf\xe9\rx\r\n' })
    await chmod(join(folder, 'start.sh'), 0o755)
    await convertLineEnds(folder, 'start.sh')
    expect(await readFile(join(folder, 'start.sh'), 'utf8')).toBe('#!/bin/sh\necho caf\xe9\rx\n')
    expect((await stat(join(folder, 'start.sh'))).mode & 0o777).toBe(0o755)
    expect((await planBuild(folder, 'Dockerfile')).hints).toEqual([])
  })

  it('of a file outside of the folder stay, however it is named', async () => {
    const outside = await makeTestFolder('outside')
    await writeFile(join(outside, 'a.sh'), 'a\r\n')
    await symlink(outside, join(folder, 'link'))
    await mkdir(join(folder, 'sub'))
    const names = ['../a.sh', join(outside, 'a.sh'), 'link/a.sh', 'sub', 'none.sh']
    for (const name of names)
      await expect(convertLineEnds(folder, name)).rejects.toMatchObject({ code: 'build.file-not-found' })
    expect(await readFile(join(outside, 'a.sh'), 'utf8')).toBe('a\r\n')
    await rm(outside, { recursive: true })
  })

  it('of a file that is no text stay', async () => {
    await put({ 'a.sh': 'a\r\n\0' })
    await convertLineEnds(folder, 'a.sh')
    expect(await readFile(join(folder, 'a.sh'), 'utf8')).toBe('a\r\n\0')
  })
})
