// The x-portside block: what is taken and what is refused, by Portside and by the published JSON Schema alike.
import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { refuseDead } from '../../main/workspaces/dead-keys'
import { readWorkspaceFile } from '../../main/workspaces/workspace-file'
import { workspaceBlock } from '../../main/workspaces/workspace-schema'
import { isAppError } from '../../preload/errors'

const least = { version: 1, name: 'Shop' }
const seed = { id: 'rows', title: 'Rows', service: 'db', command: ['sh'] }

const taken: readonly object[] = [
  {},
  ...['512 mb', '512MB', '3.2 GB', '1g', '7k', '1.5 Tb', 100].map((memory) => ({ needs: { memory } })),
  { name: '한글 이름', description: 'two\nlines', author: 'acme/shop' },
  { services: { 'a.b-c_D': { title: 'A', icon: 'web', memory: '1 MB' } } },
  { ports: [{ service: 'web', port: 80, url: 'http://localhost:{port}/' }] },
  { ports: [{ service: 'web', port: 65_535, url: 'https://localhost:{port}' }] },
  { readiness: [{ service: 'web', port: 80, path: '/a?b', status: 204, seconds: 1_800 }] },
  { secrets: [{ name: '_A1', optional: true }] },
  { seeds: [{ ...seed, command: ['sh', '-c', 'echo "$${A%b}"'], input: './seed/rows.sql' }] },
  { volumes: { 'db-1': 'volumes/db..old.tar.gz' }, images: ['images/한글 x.tar'] },
  { data: '2026-11', notes: { java: 'x', ko: '글' } },
]

const refused: readonly object[] = [
  { version: 2 },
  { name: '' },
  { name: 'x'.repeat(121) },
  { colour: 'red' },
  ...['100', '512 XB', '1.2345 GB', '1234567 MB', 'GB', '-1 MB', '1 GB ', 0, -5, 1.5].map((memory) => ({
    needs: { memory },
  })),
  { needs: { cpu: 2 } },
  { services: { 'a b': {} } },
  { services: { web: { icon: 'rocket' } } },
  { ports: [{ port: 80 }] },
  { ports: [{ service: 'web', port: 0 }] },
  { ports: [{ service: 'web', port: 65_536 }] },
  { ports: [{ service: 'web', port: 80, url: 'http://example.com:{port}/' }] },
  { ports: [{ service: 'web', port: 80, url: 'http://localhost:8080/' }] },
  { readiness: [{ service: 'web', port: 80, path: 'a' }] },
  { readiness: [{ service: 'web', port: 80, seconds: 0 }] },
  { secrets: [{ name: '1A' }] },
  { seeds: [{ ...seed, id: 'Rows' }] },
  { seeds: [{ ...seed, command: [] }] },
  { seeds: [{ ...seed, command: 'sh' }] },
  ...['../a', 'a/../../b', '/etc/passwd', '~/a', '\\\\host\\a', 'C:\\a', ''].map((input) => ({
    seeds: [{ ...seed, input }],
  })),
  { volumes: { db: '../db.tar.gz' } },
  { volumes: { 'a b': 'db.tar.gz' } },
  { images: 'images/a.tar' },
  { data: 'a b' },
  { notes: { Java: 'x' } },
]

let isBySchema: (block: object) => boolean
beforeAll(async () => {
  const schema = JSON.parse(await readFile('assets/workspace.schema.json', 'utf8')) as object
  const validate = new Ajv2020({ strict: false }).compile(schema)
  isBySchema = (block) => validate(block)
})

const isTaken = (block: object): boolean => workspaceBlock.safeParse(block).success

describe('the block', () => {
  it.each(taken)('may be %j', (part) => {
    const block = { ...least, ...part }
    expect([isTaken(block), isBySchema(block)]).toEqual([true, true])
  })

  it.each(refused)('may not be %j', (part) => {
    const block = { ...least, ...part }
    expect([isTaken(block), isBySchema(block)]).toEqual([false, false])
  })

  it('has a $ where it is written twice, as Compose reads it', () => {
    const command = (text: string): string | undefined => {
      const file = `x-portside:\n  version: 1\n  name: A\n  seeds:\n    - { id: a, title: A, service: db, command: ['${text}'] }\nservices: { db: {} }\n`
      return readWorkspaceFile(file, 'f').block.seeds?.[0]?.command[0]
    }
    expect(command('echo $${A%b} $$$$')).toBe('echo ${A%b} $$')
    expect(command('echo $5')).toBe('echo $5')
    for (const [text, name] of [
      ['echo $HOME', '$HOME'],
      ['echo $$A ${A:-$B}', '${A:-$B}'],
      ['$$$a', '$a'],
    ] as const)
      expect(() => command(text)).toThrow(
        expect.objectContaining({
          code: 'workspace.bad-file',
          params: {
            ...{ file: 'f', line: 5, column: 49 },
            problem: `seeds.0.command.0: ${name} is filled in by Compose: write $${name}`,
          },
        }),
      )
  })
})

describe('a secret', () => {
  it.each(['LD_PRELOAD', 'docker_host', 'PATH', 'COMPOSE_FILE'])('is no %s', (name) => {
    const file = `x-portside:\n  version: 1\n  name: A\n  secrets:\n    - { name: KEY }\n    - { name: ${name} }\nservices: {}\n`
    expect(() => readWorkspaceFile(file, 'f')).toThrow(
      expect.objectContaining({
        code: 'workspace.bad-file',
        params: {
          file: 'f',
          line: 6,
          column: 9,
          problem: `secrets.1.name: ${name} means something to Compose itself`,
        },
      }),
    )
  })

  it('may be called as much else that begins alike', () => {
    const names = ['DOCKER_PASSWORD', 'GIT_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'SSH_KEY']
    const entries = names.map((name) => `{ name: ${name} }`).join(', ')
    const file = `x-portside:\n  version: 1\n  name: A\n  secrets: [${entries}]\nservices: {}\n`
    expect(readWorkspaceFile(file, 'f').block.secrets?.map(({ name }) => name)).toEqual(names)
  })
})

describe('a part of the block that is about nothing', () => {
  const services = {
    web: { ports: [{ target: 80, published: '8080' }] },
    db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    other: { volumes: [{ type: 'volume', source: 'theirs', target: '/data' }] },
  }
  const whole = composeJson.parse({
    name: 'p',
    services,
    volumes: { data: {}, unused: {}, theirs: { external: true, name: 'theirs' } },
  })
  const dead = (part: string): object | undefined => {
    // Included files are known to Compose alone.
    const text = `include: [more.yaml]\nx-portside:\n  version: 1\n  name: A\n${part}`
    const { block, mistake } = readWorkspaceFile(text, 'f')
    try {
      refuseDead(block, whole, mistake)
      return undefined
    } catch (error) {
      if (!isAppError(error, 'workspace.bad-file')) throw error
      const { line, column, problem } = error.params
      return [line, column, problem]
    }
  }

  it.each([
    ['  seeds:\n    - { id: a, title: A, service: no, command: [sh] }\n', 6, 26, 'there is no service no'],
    ['  readiness:\n    - { service: no, port: 80 }\n', 6, 9, 'there is no service no'],
    ['  services: { no: {} }\n', 5, 15, 'there is no service no'],
    ['  ports:\n    - { service: web, port: 81 }\n', 6, 23, 'does not publish its port 81'],
    ['  readiness:\n    - { service: db, port: 80 }\n', 6, 22, 'does not publish its port 80'],
    ['  volumes:\n    date: a.tar.gz\n', 6, 5, 'no service uses a volume date'],
    ['  volumes:\n    unused: a.tar.gz\n', 6, 5, 'no service uses a volume unused'],
    ['  volumes:\n    theirs: a.tar.gz\n', 6, 5, 'is external'],
  ])('is refused at its place: %j', (part, line, column, problem) => {
    expect(dead(part)).toEqual([line, column, expect.stringContaining(problem)])
  })

  it('is not what is there', () => {
    expect(dead('  ports: [{ service: web, port: 80 }]\n  volumes: { data: a.tar.gz }\n')).toBeUndefined()
  })
})
