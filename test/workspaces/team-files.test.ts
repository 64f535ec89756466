// The files of an archive's workspace through an update: whose each is, and that nothing is lost by a power cut.
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bringFiles, filesOf, forgetReady, layReady, planFiles } from '../../main/workspaces/team-files'
import { makeTestFolder } from '../support/test-folder'

let place: string
let at = 0
beforeEach(async () => void (place = await makeTestFolder('team-files')))
afterEach(() => rm(place, { recursive: true, force: true }))

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

async function textsIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const texts = files.map(
    async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const,
  )
  return Object.fromEntries((await Promise.all(texts)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const summary = (files: readonly string[], ...mounts: string[]) => ({
  files: Object.fromEntries(files.map((path) => [`./${path}`, 'mark'])),
  services: { db: { image: '', command: '', environment: {}, ports: [], mounts, rest: '' } },
})

/** Lays an update ready, as it is when the person agrees. */
async function ready(files: Readonly<Record<string, string>>, ...mounts: string[]) {
  const unpacked = join(place, 'unpacked')
  await write(unpacked, files)
  const looked = Object.keys(files).filter((path) => path.endsWith('.sql'))
  const plan = await planFiles(place, unpacked, {
    accepted: summary([], ...mounts),
    next: summary(looked, ...mounts),
  })
  at += 1
  await layReady(place, unpacked, { ...plan, at })
  return plan
}

async function update(files: Readonly<Record<string, string>>, ...mounts: string[]) {
  const { stays, aside } = await ready(files, ...mounts)
  await bringFiles(place)
  return { stays, aside }
}

const data = './data → /var/lib/mysql'

describe('an update of an archive', () => {
  it('brings what is new, takes away what the team took away, and keeps what containers wrote', async () => {
    await update({ 'compose.yaml': 'one', 'old/x': 'x', 'data/.keep': '' }, data)
    await write(filesOf(place), { 'data/ibdata': 'mine', 'log/today': 'mine' })
    expect(await update({ 'compose.yaml': 'two', 'new/y': 'y', 'data/.keep': '' }, data)).toEqual({
      ...{ stays: [], aside: [] },
    })
    expect(await textsIn(filesOf(place))).toEqual({
      ...{
        'compose.yaml': 'two',
        'new/y': 'y',
        'data/.keep': '',
        'data/ibdata': 'mine',
        'log/today': 'mine',
      },
    })
    expect(await readdir(place)).toEqual(['files', 'files.json'])
  })

  it('keeps a mounted folder whole as soon as something of it has changed, or all of it is the person’s', async () => {
    await update({ 'compose.yaml': 'one', 'data/a': 'a1', 'data/b': 'b1' }, data)
    await write(filesOf(place), { 'data/a': 'mine' })
    expect(await update({ 'compose.yaml': 'two', 'data/a': 'a2', 'data/b': 'b2' }, data)).toEqual({
      ...{ stays: ['data'], aside: [] },
    })
    const kept = { 'compose.yaml': 'two', 'data/a': 'mine', 'data/b': 'b1' }
    expect(await textsIn(filesOf(place))).toEqual(kept)
    // And again: that the team's is another one by now makes it no less the person's.
    await update({ 'compose.yaml': 'two', 'data/a': 'a3', 'data/b': 'b3' }, data)
    expect(await textsIn(filesOf(place))).toEqual(kept)
    await write(filesOf(place), { 'own/c': 'mine' })
    expect((await update({ 'compose.yaml': 'two', 'own/c': 'c' }, './own → /own', data)).stays).toContain(
      'own',
    )
    expect((await textsIn(filesOf(place)))['own/c']).toBe('mine')
  })

  it('puts aside what the person changed where the team’s must be what was looked at', async () => {
    await update({ 'compose.yaml': 'one', conf: 'c1' })
    await write(filesOf(place), { 'compose.yaml': 'mine', '.env': 'X=/etc' })
    await rm(join(filesOf(place), 'conf'))
    await symlink('/etc/passwd', join(filesOf(place), 'conf'))
    const result = await update({ 'compose.yaml': 'two', 'conf/inner': 'c2' }, '. → /app')
    expect(result).toEqual({ stays: [], aside: ['.env', 'compose.yaml', 'conf'] })
    expect(await textsIn(filesOf(place))).toEqual({ 'compose.yaml': 'two', 'conf/inner': 'c2' })
    const aside = join(place, 'aside', String(at))
    expect(await textsIn(aside)).toEqual({ '.env': 'X=/etc', 'compose.yaml': 'mine' })
    expect((await readdir(aside)).sort()).toEqual(['.env', 'compose.yaml', 'conf'])
  })

  it('lets only the archive’s own stand where scripts are run, however they came to be others', async () => {
    const scripts = './sql → /docker-entrypoint-initdb.d'
    await update({ 'compose.yaml': 'one', 'sql/1.sql': 's1' }, scripts)
    await write(filesOf(place), { 'sql/1.sql': 'mine', 'sql/2.sql': 'mine', 'sql/dump.bin': 'a\0b' })
    const result = await update({ 'compose.yaml': 'two', 'sql/1.sql': 's1' }, scripts)
    expect(result).toEqual({ stays: [], aside: ['sql/1.sql', 'sql/2.sql'] })
    expect(await textsIn(filesOf(place))).toEqual({
      ...{ 'compose.yaml': 'two', 'sql/1.sql': 's1', 'sql/dump.bin': 'a\0b' },
    })
  })

  it('that was cut off anywhere is brought to the same end, and one that nobody kept leaves nothing', async () => {
    const whole = join(dirname(place), 'whole')
    await update({ 'compose.yaml': 'one', 'a/x': 'x1', gone: 'g', 'data/a': 'a' }, data)
    await write(filesOf(place), { 'data/a': 'mine', 'a/x': 'mine' })
    await ready({ 'compose.yaml': 'two', 'a/x': 'x2', 'b/y': 'y', 'data/a': 'new' }, data)
    await cp(place, whole, { recursive: true, preserveTimestamps: true })
    await bringFiles(whole)
    const end = await textsIn(whole)
    expect(end).toMatchObject({
      ...{ 'files/compose.yaml': 'two', 'files/a/x': 'x2', 'files/data/a': 'mine', 'files/b/y': 'y' },
      [`aside/${at}/a/x`]: 'mine',
    })
    // Halfway: one is put aside, one is brought.
    await mkdir(join(place, 'aside', String(at), 'a'), { recursive: true })
    await rename(join(filesOf(place), 'a/x'), join(place, 'aside', String(at), 'a/x'))
    await rename(join(place, 'files.next/compose.yaml'), join(filesOf(place), 'compose.yaml'))
    await bringFiles(place)
    expect(await textsIn(place)).toEqual(end)
    await ready({ 'compose.yaml': 'three' }, data)
    await forgetReady(place)
    await bringFiles(place)
    expect(await textsIn(place)).toEqual(end)
    await rm(whole, { recursive: true })
  })
})
