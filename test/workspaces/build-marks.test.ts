// When a service counts as built from something else, and for whom.
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { markBuilds, type BuildMark } from '../../main/workspaces/build-marks'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psbuild-'))
  await mkdir(join(folder, 'src'))
  await write('Dockerfile', 'FROM busybox')
  await write('src/app.js', 'one')
})
afterEach(() => rm(folder, { recursive: true }))

const write = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text)
const git = (...args: string[]): void =>
  void execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args])
const markOf = async (service: object = {}, look: { readonly entries?: number } = {}): Promise<BuildMark> => {
  const config = composeJson.parse({
    name: 'x',
    services: { app: { build: { context: folder }, ...service } },
  })
  const mark = (await markBuilds(config, folder, look)).get('app')
  if (!mark) throw new Error('it is not built')
  return mark
}

it('is what lies in the folder, less what .dockerignore names and what containers write', async () => {
  await mkdir(join(folder, 'data'))
  await write('.dockerignore', 'notes\n**/*.log\n!src/keep.log\n')
  const mounted = { volumes: [{ type: 'bind', source: join(folder, 'data'), target: '/data' }] }
  const first = await markOf(mounted)
  await write('notes', 'mine')
  await write('src/a.log', 'mine')
  await write('data/rows', 'mine')
  expect(await markOf(mounted)).toEqual(first)
  await write('src/keep.log', 'in')
  const kept = await markOf(mounted)
  expect(kept.team).not.toBe(first.team)
  await write('src/app.js', 'two')
  const second = await markOf(mounted)
  expect(second.team).not.toBe(kept.team)
  expect(second.built).not.toBe(kept.built)
  await write('Dockerfile', 'FROM busybox:2')
  expect((await markOf(mounted)).built).not.toBe(second.built)
  const other = await markOf({ build: { context: folder, args: { A: '1' } } })
  expect(other.built).not.toBe((await markOf()).built)
})

it('is nothing but the recipe where the whole folder is mounted to be written', async () => {
  const mounted = { volumes: [{ type: 'bind', source: folder, target: '/app' }] }
  const first = await markOf(mounted)
  await write('src/app.js', 'two')
  expect(await markOf(mounted)).toEqual(first)
  await write('Dockerfile', 'FROM busybox:2')
  expect(await markOf(mounted)).toMatchObject({ team: first.team })
  expect((await markOf(mounted)).built).not.toBe(first.built)
})

it('is of the team what it has committed, and is built from what is there', async () => {
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '-m', 'one')
  const first = await markOf()
  await write('src/app.js', 'mine')
  const mine = await markOf()
  expect(mine.team).toBe(first.team)
  expect(mine.built).not.toBe(first.built)
  git('commit', '--quiet', '-am', 'two')
  expect((await markOf()).team).not.toBe(first.team)
  // What is elsewhere in the repository is nobody's change of this one.
  const inner = { build: { context: join(folder, 'src') } }
  const before = await markOf(inner)
  await write('README', 'more')
  git('add', '.')
  git('commit', '--quiet', '-m', 'three')
  expect(await markOf(inner)).toEqual(before)
})

it('cannot be told for a folder with very many files, which is built each time', async () => {
  const config = composeJson.parse({ name: 'x', services: { app: { build: { context: folder } } } })
  const [few, enough] = await Promise.all([1, 2].map((files) => markBuilds(config, folder, { files })))
  expect(few?.get('app')).not.toHaveProperty('built')
  expect(enough?.get('app')).toHaveProperty('built')
})

it('has other folders that it is built from in it', async () => {
  await mkdir(join(folder, 'app'))
  await write('app/Dockerfile', 'FROM busybox')
  const more = {
    context: join(folder, 'app'),
    additional_contexts: { src: join(folder, 'src'), base: 'service:b' },
  }
  const first = await markOf({ build: more })
  await write('src/app.js', 'two')
  expect((await markOf({ build: more })).team).not.toBe(first.team)
})

it('is the address where it is built from elsewhere', async () => {
  const elsewhere = { build: { context: 'https://example.com/a.git' } }
  const mark = await markOf(elsewhere)
  expect(mark.team).toBe('')
  expect(await markOf(elsewhere)).toEqual(mark)
})

it('is not looked at outside of the folder, and built each time', async () => {
  const inner = join(folder, 'src')
  await symlink('/proc', join(inner, 'linked'))
  for (const context of ['/proc', folder, join(inner, 'linked')]) {
    const config = composeJson.parse({ name: 'x', services: { app: { build: { context } } } })
    expect((await markBuilds(config, inner)).get('app')).toEqual({ team: '' })
  }
})

it('says of what it cannot tell changes: more than can be looked at, and not under git', async () => {
  const config = composeJson.parse({ name: 'x', services: { app: { build: { context: folder } } } })
  const few = async () => (await markBuilds(config, folder, { files: 1 })).get('app')
  expect(await few()).toMatchObject({ untold: [folder] })
  expect(await few()).not.toHaveProperty('built')
  expect(await markOf()).not.toHaveProperty('untold')
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '-m', 'one')
  expect(await few()).not.toHaveProperty('untold')
  expect(await few()).not.toHaveProperty('built')
})

it('looks into folders that are left out only where a rule may take something in again, and not without an end', async () => {
  const many = join(folder, 'node_modules')
  for (const name of ['a', 'keep']) await mkdir(join(many, name), { recursive: true })
  // Entries of one folder are read at once; links are as good as files for being counted.
  for (let at = 0; at < 500; at += 1) symlinkSync('x', join(many, 'a', String(at)))
  await write('.dockerignore', 'node_modules\n!src/keep.log\n!node_modules/keep/me\n')
  const few = { entries: 100 }
  const first = await markOf({}, few)
  expect(first).toMatchObject({ built: expect.any(String) as unknown })
  await write('node_modules/keep/me', 'in')
  expect((await markOf({}, few)).team).not.toBe(first.team)
  // Anywhere: nobody can look everywhere.
  await write('.dockerignore', 'node_modules\n!**/me\n')
  expect(await markOf({}, few)).toEqual({ team: expect.any(String) as unknown, untold: [folder] })
  expect(await markOf()).toMatchObject({ built: expect.any(String) as unknown })
})

it('is given up when whoever asked has gone', async () => {
  const config = composeJson.parse({ name: 'x', services: { app: { build: { context: folder } } } })
  await expect(markBuilds(config, folder, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
})
