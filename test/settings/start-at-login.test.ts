// Start at login: what the desktop finds, and who has the last word about it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linuxAutostart } from '../../main/base/autostart-linux'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { createSettings, type SettingsParts } from '../../main/settings/settings'
import { keepLoginItem } from '../../main/settings/start-at-login'

let folder: string
let file: string
let settings: SettingsParts
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-'))
  file = join(folder, 'autostart/portside.desktop')
  settings = await createSettings({ file: join(folder, 'settings.json'), log: silentLog })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const itemFor = (...command: string[]) => linuxAutostart({ command, env: { XDG_CONFIG_HOME: folder } })
const keep = (item = itemFor('portside')) =>
  keepLoginItem({ settings: settings.store, update: settings.update, item, log: silentLog })

describe('on Linux', () => {
  it('is one file, and leaves nothing behind when it is undone', async () => {
    const item = itemFor('portside', '--hidden')
    expect(await item.get()).toBe(false)
    await item.set(true)
    await item.set(true)
    expect(await item.get()).toBe(true)
    expect(await readFile(file, 'utf8')).toContain('Exec="portside" "--hidden"\n')
    await item.set(false)
    await item.set(false)
    expect(await item.get()).toBe(false)
    expect(await readdir(join(folder, 'autostart'))).toEqual([])
  })

  it('starts the very program, whatever its path is called', async () => {
    const nasty = [String.raw`/opt/a b/\$x"y`, '100%', '`id`']
    await itemFor(...nasty).set(true)
    const line = /^Exec=(.*)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? ''
    // The file's rule undoes doubled backslashes and percent signs; what is left follows the shell's own quoting.
    const inShell = line.replaceAll('\\\\', '\\').replaceAll('%%', '%')
    const { stdout } = await run('sh', ['-c', `printf '%s\\n' ${inShell}`])
    expect(stdout).toBe(`${nasty.join('\n')}\n`)
  })

  it('counts as absent when the desktop switched it off', async () => {
    const item = itemFor('portside')
    await item.set(true)
    await writeFile(file, (await readFile(file, 'utf8')).replace('enabled=true', 'enabled=false'))
    expect(await item.get()).toBe(false)
  })
})

describe('the setting', () => {
  it('adds and removes it', async () => {
    const end = await keep()
    await settings.update({ change: { startAtLogin: true } })
    await settings.update({ change: { theme: 'dark' } })
    await end()
    expect(await itemFor('portside').get()).toBe(true)
    const again = await keep()
    await settings.update({ change: { startAtLogin: false } })
    await again()
    expect(await itemFor('portside').get()).toBe(false)
  })

  it('gives way to somebody who removed it elsewhere', async () => {
    await settings.update({ change: { startAtLogin: true } })
    const end = await keep()
    await end()
    expect(settings.store.getState().startAtLogin).toBe(false)
    expect(await itemFor('portside').get()).toBe(false)
  })

  it('names the program where it is now', async () => {
    await itemFor('/old/portside').set(true)
    await settings.update({ change: { startAtLogin: true } })
    await (
      await keep(itemFor('/new/portside'))
    )()
    expect(await readFile(file, 'utf8')).toContain('/new/portside')
  })
})
