// Settings survive what files go through: damage, older and newer versions, disks that refuse.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createSettings, type SettingsParts } from '../../main/settings/settings'
import { defaultSettings } from '../../preload/settings-table'
import type { Migration } from '../../main/settings/settings-file'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'))
  file = join(folder, 'settings.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (migrations: readonly Migration[] = []): Promise<SettingsParts> =>
  createSettings({ file, log: silentLog, migrations })
const onDisk = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))
const defaults = defaultSettings

describe('settings', () => {
  it('begin with defaults and write nothing by themselves', async () => {
    const settings = await open()
    expect(settings.store.getState()).toEqual(defaults)
    expect(await readdir(folder)).toEqual([])
  })

  it('are there again after a restart, and tell everybody who watches', async () => {
    const settings = await open()
    const abort = new AbortController()
    const watch = settings.watch({ signal: abort.signal })[Symbol.asyncIterator]()
    expect((await watch.next()).value).toEqual(defaults)
    await settings.update({ change: { theme: 'dark' } })
    expect((await watch.next()).value).toEqual({ ...defaults, theme: 'dark' })
    abort.abort()
    expect((await open()).store.getState()).toEqual({ ...defaults, theme: 'dark' })
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('keep every one of many changes at once', async () => {
    const settings = await open()
    const names = Array.from({ length: 30 }, (_, n) => `p${n}`)
    await Promise.all([
      ...names.map((_, n) => settings.update({ change: { collapsedProjects: names.slice(0, n + 1) } })),
      settings.update({ change: { language: 'ko' } }),
    ])
    expect((await open()).store.getState()).toEqual({ ...defaults, language: 'ko', collapsedProjects: names })
  })

  it.each(['', '{"theme":', 'null', '[]', '"text"', '\0\0\0'])(
    'keep a damaged file aside: %j',
    async (text) => {
      await writeFile(file, text)
      const settings = await open()
      expect(settings.store.getState()).toEqual(defaults)
      const aside = (await readdir(folder)).find((name) => name.startsWith('settings.json.broken-'))
      expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text)
    },
  )

  it('use what is usable of odd values, and keep what they do not know', async () => {
    await writeFile(
      file,
      JSON.stringify({ version: 1, theme: 'pink', language: 'ko', collapsedProjects: [1], later: { a: 1 } }),
    )
    const settings = await open()
    expect(settings.store.getState()).toEqual({ ...defaults, language: 'ko' })
    await settings.update({ change: { theme: 'light' } })
    expect(await onDisk()).toMatchObject({ language: 'ko', theme: 'light', later: { a: 1 } })
  })

  it('are brought up to date step by step, with a copy of what was', async () => {
    const old = { version: 1, colors: 'dark', extra: true }
    await writeFile(file, JSON.stringify(old))
    const migrations: Migration[] = [
      ({ colors, ...rest }) => ({ ...rest, scheme: colors }),
      ({ scheme, ...rest }) => ({ ...rest, theme: scheme }),
    ]
    const settings = await open(migrations)
    expect(settings.store.getState().theme).toBe('dark')
    expect(JSON.parse(await readFile(`${file}.backup-v1`, 'utf8'))).toEqual(old)
    await settings.update({ change: { language: 'en' } })
    expect(await onDisk()).toEqual({
      version: 3,
      theme: 'dark',
      language: 'en',
      extra: true,
    })
  })

  it('of a newer Portside stay as they are', async () => {
    await writeFile(file, JSON.stringify({ version: 9, theme: 'dark', brandNew: 1 }))
    const settings = await open()
    expect(settings.store.getState().theme).toBe('dark')
    await settings.update({ change: { theme: 'light' } })
    expect(await onDisk()).toMatchObject({ version: 9, theme: 'light', brandNew: 1 })
  })

  it('refuse a value that does not exist', async () => {
    const settings = await open()
    const change = { theme: 'pink' } as unknown as { theme: 'dark' }
    await expect(settings.update({ change })).rejects.toMatchObject({
      code: 'settings.bad-value',
      params: { setting: 'theme' },
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('stay as they were when they cannot be written, and can be written later', async () => {
    const settings = await open()
    await mkdir(file)
    await expect(settings.update({ change: { theme: 'dark' } })).rejects.toMatchObject({
      code: 'settings.unwritable',
    })
    expect(settings.store.getState()).toEqual(defaults)
    expect(await readdir(folder)).toEqual(['settings.json'])
    await rm(file, { recursive: true })
    await settings.update({ change: { theme: 'dark' } })
    expect((await open()).store.getState().theme).toBe('dark')
  })
})
