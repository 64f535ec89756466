// Settings that are taken along, forgotten, or decided by an administrator.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { managedSettingsFile } from '../../main/settings/managed-settings'
import { createSettings, type SettingsParts } from '../../main/settings/settings'
import { defaultSettings } from '../../preload/settings-table'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfer-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const limits = {
  cpus: { least: 1, most: 8, usual: 4 },
  memoryBytes: { least: 2 ** 30, most: 2 ** 34, usual: 2 ** 32 },
  diskBytes: { least: 2 ** 33, most: 2 ** 44, usual: 2 ** 38 },
  swapBytes: { least: 0, most: 2 ** 34, usual: 0 },
}
const open = (name = 'a', managed?: string): Promise<SettingsParts> =>
  createSettings({
    file: join(folder, `${name}.json`),
    log: silentLog,
    limits,
    ...(managed === undefined ? {} : { managedFile: managed }),
  })

describe('taking settings along', () => {
  it('brings what was chosen to another computer, and leaves its defaults alone', async () => {
    const first = await open('a')
    await first.update({ change: { theme: 'dark', cpus: 4 } })
    const { text } = await first.service.exportSettings()
    expect(JSON.parse(text)).toMatchObject({
      kind: 'portside-settings',
      settings: { theme: 'dark', cpus: 4 },
    })
    expect(text).not.toContain('language')
    const second = await open('b')
    await second.update({ change: { language: 'ko' } })
    expect(await second.service.importSettings({ text })).toEqual({ changed: ['theme', 'cpus'], left: [] })
    expect((await open('b')).store.getState()).toEqual({
      ...defaultSettings,
      language: 'ko',
      theme: 'dark',
      cpus: 4,
    })
  })

  it('takes over what fits and says what it left', async () => {
    const settings = await open()
    const text = JSON.stringify({
      kind: 'portside-settings',
      settings: { theme: 'pink', cpus: 64, future: 1, language: 'ko' },
    })
    expect(await settings.service.importSettings({ text })).toEqual({
      changed: ['language'],
      left: [
        { name: 'theme', why: 'bad-value' },
        { name: 'cpus', why: 'out-of-range' },
        { name: 'future', why: 'unknown' },
      ],
    })
    expect(settings.store.getState()).toEqual({ ...defaultSettings, language: 'ko' })
  })

  it('refuses every other text and changes nothing', async () => {
    const settings = await open()
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await expect(settings.service.importSettings({ text })).rejects.toMatchObject({
          code: 'settings.not-settings',
        })
      }),
    )
    expect(settings.store.getState()).toEqual(defaultSettings)
  })

  it('forgets the choices of one page and keeps the others', async () => {
    const settings = await open()
    await settings.update({ change: { theme: 'dark', language: 'ko', cpus: 2 } })
    await settings.service.reset({ names: ['theme', 'language'] })
    expect(settings.store.getState()).toEqual({ ...defaultSettings, cpus: 2 })
    expect(await readFile(join(folder, 'a.json'), 'utf8')).not.toContain('theme')
  })
})

describe('settings of an administrator', () => {
  const managed = async (content: string): Promise<SettingsParts> => {
    const file = join(folder, 'managed.json')
    await writeFile(file, content)
    return open('a', file)
  }

  it('count, and cannot be changed, forgotten or brought from elsewhere', async () => {
    const settings = await managed('{"proxyMode":"manual","httpProxy":"http://proxy.example:3128"}')
    expect(settings.store.getState()).toMatchObject({
      proxyMode: 'manual',
      httpProxy: 'http://proxy.example:3128',
    })
    expect((await settings.service.getManaged()).names).toEqual(['proxyMode', 'httpProxy'])
    await expect(settings.update({ change: { proxyMode: 'none' } })).rejects.toMatchObject({
      code: 'settings.managed',
      params: { setting: 'proxyMode', file: join(folder, 'managed.json') },
    })
    await expect(settings.service.reset({ names: ['httpProxy'] })).rejects.toMatchObject({
      code: 'settings.managed',
    })
    const text = JSON.stringify({ kind: 'portside-settings', settings: { proxyMode: 'none' } })
    expect(await settings.service.importSettings({ text })).toEqual({
      changed: [],
      left: [{ name: 'proxyMode', why: 'managed' }],
    })
    expect(settings.store.getState().proxyMode).toBe('manual')
  })

  it('are never written into the choices of the person', async () => {
    const settings = await managed('{"theme":"dark"}')
    await settings.update({ change: { language: 'ko' } })
    expect(await readFile(join(folder, 'a.json'), 'utf8')).not.toContain('theme')
    expect((await open('a')).store.getState().theme).toBe('system')
  })

  it.each(['', '[]', 'null', '{"theme":"pink"}', '{"unknown":1}', '{'])(
    'that are not usable bind nobody: %j',
    async (content) => {
      const settings = await managed(content)
      expect(settings.store.getState()).toEqual(defaultSettings)
      expect((await settings.service.getManaged()).names).toEqual([])
    },
  )

  it.each([
    ['win32', { ProgramData: 'D:\\Data' }, /^D:\\Data.Portside.managed-settings\.json$/],
    ['darwin', {}, /^\/Library\/Application Support\/Portside\/managed-settings\.json$/],
    ['linux', {}, /^\/etc\/portside\/managed-settings\.json$/],
    ['linux', { PORTSIDE_MANAGED_SETTINGS: '/tmp/m.json' }, /^\/tmp\/m\.json$/],
  ] as const)('lie where administrators look on %s', (platform, env, place) => {
    expect(managedSettingsFile(platform, env)).toMatch(place)
  })
})
