// What a folder is found to be before it is built: how large its parts are, and what stands in the way of a build.
import { chmod, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { packContext } from '../../../main/engine/builds/context'
import { addIgnoreLines } from '../../../main/engine/builds/ignore-file'
import { planBuild } from '../../../main/engine/builds/plan'
import { makeTestFolder } from '../../support/test-folder'

let folder: string
beforeEach(async () => {
  folder = await makeTestFolder('plan')
})
afterEach(() => rm(folder, { recursive: true }))

/** Files of these sizes; holes, which take no room. */
async function put(files: Readonly<Record<string, number | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, typeof content === 'string' ? content : '')
    if (typeof content === 'number') await truncate(file, content)
  }
}

const plan = () => planBuild(folder, 'Dockerfile')

describe('the plan of a build', () => {
  it('tells what would be sent, stages and arguments, and what is odd', async () => {
    await put({
      Dockerfile: 'ARG V=1\nFROM busybox AS base\nARG WHO="you"\nFROM base AS last\n',
      '.dockerignore': 'big.bin',
      'big.bin': 'x'.repeat(5000),
      'data.bin': 'x'.repeat(3000),
      'start.sh': 'echo hi\r\necho there\r\n',
      '.env': 'A=1\nDB_HOST=localhost\n',
    })
    const plan = await planBuild(folder, 'Dockerfile')
    expect(plan).toMatchObject({
      found: true,
      files: 5,
      hasIgnoreFile: true,
      stages: ['base', 'last'],
      args: [
        { name: 'V', value: '1' },
        { name: 'WHO', value: 'you' },
      ],
    })
    expect(plan.largest[0]).toEqual({ path: 'data.bin', sizeBytes: 3000, files: 1 })
    expect(plan.hints).toEqual([
      { kind: 'localhost-database', path: '.env', line: 2 },
      { kind: 'windows-lines', path: 'start.sh' },
    ])
    expect((await planBuild(folder, 'Other')).found).toBe(false)
  })
})

describe('what a build need not send', () => {
  it('is told with its size, but for what the Dockerfile copies, and added to .dockerignore below what it has', async () => {
    await put({
      Dockerfile: 'ARG OUT=.gradle/out\nFROM busybox\nCOPY ./dist/app.js $OUT /\nCOPY . .\n',
      'package.json': '{}',
      '.dockerignore': '# mine\r\n*.log\r\n.git',
      '.git/objects': 'x'.repeat(500),
      'dist/app.js': 'x',
      '.gradle/out': 'x',
      'coverage/all.json': 'x'.repeat(20),
      'node_modules/a/index.js': 'x'.repeat(3000),
    })
    const { leavesOut, ignoreFile } = await plan()
    expect(ignoreFile).toBe('.dockerignore')
    expect(leavesOut).toEqual([
      { line: 'node_modules', sizeBytes: 3000, sure: true },
      { line: 'coverage', sizeBytes: 20, sure: true },
    ])
    const lines = [...leavesOut.map(({ line }) => line), '.git']
    await addIgnoreLines(folder, 'Dockerfile', lines)
    await addIgnoreLines(folder, 'Dockerfile', lines)
    const text = await readFile(join(folder, '.dockerignore'), 'utf8')
    expect(text).toBe('# mine\r\n*.log\r\n.git\r\nnode_modules\r\ncoverage\r\n')
    expect((await plan()).leavesOut).toEqual([])
  })
})

describe('the largest parts', () => {
  it('are folders as far as one can leave them out, and files that are nearly all of theirs', async () => {
    await put({
      'node_modules/a/lib.js': 30e6,
      'node_modules/b/lib.js': 1e6,
      'assets/videos/one.mp4': 60e6,
      'assets/videos/two.mp4': 50e6,
      'assets/logo.svg': 1000,
      'dump/shop.sql': 20e6,
      'dump/readme.txt': 10,
      'core.1234': 15e6,
      'server.js': 100,
      'package.json': '{}',
      Dockerfile: 'FROM x\nCOPY assets /assets\n',
    })
    const { largest, leavesOut } = await plan()
    expect(largest).toEqual([
      { path: 'assets/videos/', sizeBytes: 110e6, files: 2 },
      { path: 'node_modules/', sizeBytes: 31e6, files: 2 },
      { path: 'dump/shop.sql', sizeBytes: 20e6, files: 1 },
      { path: 'core.1234', sizeBytes: 15e6, files: 1 },
    ])
    // What the Dockerfile copies by name is not offered.
    expect(leavesOut).toEqual([
      { line: 'node_modules', sizeBytes: 31e6, sure: true },
      { line: 'dump/shop.sql', sizeBytes: 20e6, sure: false },
      { line: 'core.1234', sizeBytes: 15e6, sure: false },
    ])
  })

  it('are offered only by names that are no rule for something else', async () => {
    await put({ '[old]!.bin': 20e6, '한글 폴더/영상.mp4': 20e6, Dockerfile: 'FROM x' })
    expect((await plan()).leavesOut.map(({ line }) => line)).toEqual(['한글 폴더/영상.mp4'])
  })
})

describe('a folder without its Dockerfile', () => {
  it('has another one that may be meant', async () => {
    await put({ 'Dockerfile.txt': 'FROM x', 'api.dockerfile': 'FROM x', 'Dockerfile.dockerignore': 'a' })
    expect(await plan()).toMatchObject({
      found: false,
      otherDockerfiles: ['Dockerfile.txt', 'api.dockerfile'],
    })
  })

  it('is no file, and may be read', async (context) => {
    await put({ 'my project/Dockerfile': 'FROM x' })
    const path = join(folder, 'my project/Dockerfile')
    await expect(planBuild(path, 'Dockerfile')).rejects.toMatchObject({
      code: 'build.not-a-folder',
      params: { parent: join(folder, 'my project'), name: 'Dockerfile' },
    })
    await chmod(join(folder, 'my project'), 0o700)
    await asNobody(context, () =>
      expect(planBuild(join(folder, 'my project'), 'Dockerfile')).rejects.toMatchObject({
        code: 'build.unreadable',
      }),
    )
  })

  it('says when something else has its name', async () => {
    await mkdir(join(folder, 'Dockerfile'))
    expect(await plan()).toMatchObject({ found: false, trouble: 'folder' })
  })
})

/** Nobody may look into it; root may look everywhere, so the test does not stay root. */
async function asNobody(context: TestContext, work: () => Promise<void>): Promise<void> {
  if (process.seteuid === undefined || process.getuid?.() !== 0) context.skip('needs root, to be nobody')
  await chmod(folder, 0o755)
  process.seteuid?.(65_534)
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('what may not be read', () => {
  it('is told before, and ends the archive with its name', async (context) => {
    await put({ Dockerfile: 'FROM x', 'a.txt': 'a' })
    await mkdir(join(folder, 'private'), { mode: 0o700 })
    await asNobody(context, async () => {
      expect(await plan()).toMatchObject({ found: true, files: 2, unreadable: ['private/'] })
      const archive = packContext(folder, undefined, new AbortController().signal)
      await expect(archive.toArray()).rejects.toMatchObject({
        code: 'build.unreadable',
        params: { path: 'private' },
      })
    })
    await put({ '.dockerignore': 'private' })
    await asNobody(context, async () => expect((await plan()).unreadable).toEqual([]))
  })

  it('is a single file, too', async (context) => {
    await put({ Dockerfile: 'FROM x' })
    await writeFile(join(folder, 'secret.txt'), 'x', { mode: 0o600 })
    await asNobody(context, async () => {
      expect((await plan()).unreadable).toEqual(['secret.txt'])
      const archive = packContext(folder, undefined, new AbortController().signal)
      await expect(archive.toArray()).rejects.toMatchObject({ params: { path: 'secret.txt' } })
    })
  })
})
