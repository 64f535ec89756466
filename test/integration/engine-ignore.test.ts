// What a .dockerignore leaves out of the folder that is sent is what `docker build` leaves out of it.
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, it } from 'vitest'
import { readIgnore, walkContext } from '../../main/engine/builds/context'
import { buildxFolder } from '../support/engine-programs'
import { makeTestFolder } from '../support/test-folder'

const files = [
  ...[
    'a.log',
    'A.LOG',
    'keep.log',
    'README.md',
    '.env',
    '.env.local',
    '.git/HEAD',
    'temp?',
    'a b/c',
    'g++',
    '#hash',
  ],
  ...[
    'src/a.log',
    'src/keep.log',
    'src/Main.java',
    'src/deep/b.log',
    'src/deep/er/c.txt',
    'docs/x.md',
    'docs/README.md',
  ],
  ...[
    'node_modules/x/index.js',
    'sub/node_modules/y.js',
    'tmp/a/b',
    'build/out',
    'x/build/out',
    '한글/파일',
    '[br]',
  ],
]
const rules = [
  ...[
    '*.log',
    '**/*.log\n!**/keep.log',
    'SRC',
    'src/\n!src/keep.log',
    'src/*\n!src/deep',
    'src/**\n!src/deep/er/c.txt',
  ],
  ...[
    '*\n!src/deep/**',
    '*\n!docs/*.md\ndocs/README.md',
    '**\n!**/*.md',
    '.env*\n!.env.local',
    'te?p*',
    '\\[br\\]',
  ],
  ...[
    '[a-c]*',
    '[^a]*',
    '\uFEFFsrc\r\n  docs  \r\n',
    'tmp/a\n!tmp/a/b',
    '한글',
    '*\n!**/*.txt\nsrc/deep',
    'g++\n+(src)',
  ],
  ...['**/build/**', '/node_modules', 'src/../docs', '{src,docs}', '#hash', 'Dockerfile\n.dockerignore', '['],
]
/** Builds at once: the engine sends little and makes less. */
const lanes = 6

async function listed(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const all = await Promise.all(
    entries.map(async (entry) => {
      const path = `${below}${entry.name}`
      return entry.isDirectory() ? [`${path}/`, ...(await listed(folder, `${path}/`))] : [path]
    }),
  )
  return all.flat().sort()
}

async function sent(folder: string): Promise<string[]> {
  const ignore = await readIgnore(folder, 'Dockerfile')
  const found: string[] = []
  for await (const { path, kind } of walkContext(folder, ignore))
    if (path !== 'Dockerfile' || ignore?.namesDockerfile !== true)
      found.push(kind === 'directory' ? `${path}/` : path)
  return found.sort()
}

it('sends what docker sends', { timeout: 300_000 }, async () => {
  const buildx = join(await buildxFolder(), 'docker-buildx')
  const [folder, copies] = await Promise.all([makeTestFolder('ignored'), makeTestFolder('ignored-as')])
  for (const path of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), 'x')
  }
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\n')
  await symlink('src', join(folder, 'link'))
  const env = { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` }
  const compare = async (text: string, n: number): Promise<readonly [unknown, unknown]> => {
    const copy = join(copies, `in-${n}`)
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true })
    await writeFile(join(copy, '.dockerignore'), text)
    const output = join(copies, `out-${n}`)
    const words = ['build', '--output', `type=local,dest=${output}`, copy]
    const docker = promisify(execFile)(buildx, words, { env }).then(
      () => listed(output),
      ({ stderr }: { readonly stderr: string }) =>
        /syntax error in pattern/.test(stderr) ? 'no rule' : stderr,
    )
    const ours = sent(copy).catch(({ code }: { readonly code: string }) =>
      code === 'build.bad-ignore-rule' ? 'no rule' : code,
    )
    return [await ours, await docker]
  }
  let next = 0
  const lane = async (): Promise<void> => {
    for (let n = next++; n < rules.length; n = next++) {
      const [ours, docker] = await compare(rules[n] ?? '', n)
      expect.soft(ours, rules[n]).toEqual(docker)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
})
