// The user's Path on Windows, by the emulated reg.exe and powershell.exe.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import type { Computer } from '../../main/readiness/computer'
import { createReadiness } from '../../main/readiness/readiness'
import { addToUserPath } from '../../main/readiness/windows-path'
import { makeTestFolder } from '../support/test-folder'
import { windows } from './computers'

const find = async (computer: Computer): Promise<string | undefined> =>
  (await createReadiness(computer, silentLog).service.check()).checks.find(({ id }) => id === 'path')?.outcome

/** A name that a script has to quote. */
const quoted = "C:\\Users\\Mina's\\tools"

interface WindowsUser {
  readonly computer: Computer
  change(setup: object): Promise<void>
  path(): Promise<string | undefined>
  setPath(text: string): Promise<void>
}

/** With the emulated reg.exe and powershell.exe; docker.exe is only where Portside has it. */
async function withWindows(work: (windows: WindowsUser) => Promise<void>): Promise<void> {
  const home = await makeTestFolder('wp')
  const emulator = (name: string): string => join(import.meta.dirname, '../emulators/wsl', name)
  const key = 'HKCU\\Environment'
  const registry = join(home, 'registry.json')
  const computer = windows({
    env: {
      Path: 'C:\\Windows',
      PORTSIDE_REG: emulator('reg.mjs'),
      PORTSIDE_POWERSHELL: emulator('powershell.mjs'),
    },
    toolFolders: [quoted],
    run: (program, args) => run(program, args, { env: { ...process.env, WSL_EMULATOR_HOME: home } }),
  })
  computer.files.clear()
  computer.files.set(`${quoted}\\docker.exe`, '')
  const change = (setup: object): Promise<void> => writeFile(join(home, 'setup.json'), JSON.stringify(setup))
  try {
    await change({})
    await work({
      computer,
      change,
      path: async () => {
        const all = JSON.parse(await readFile(registry, 'utf8')) as Record<string, { Path?: string }>
        return all[key]?.Path
      },
      setPath: (text) => writeFile(registry, JSON.stringify({ [key]: { Path: text } })),
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

it('adds its folder to the Path of a user of Windows, once, and leaves what stands there as it is', async () => {
  await withWindows(async ({ change, path, setPath, computer }) => {
    const before = '%USERPROFILE%\\bin;C:\\Tools;'
    await setPath(before)
    expect(await find(computer)).toBe('path.missing')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await change({ permission: 'refuse', language: 'ko' })
    await expect(service.fix({ id: 'path', kind: 'add-docker-to-path' })).rejects.toMatchObject({
      code: 'readiness.fix-failed',
    })
    expect(await path()).toBe(before)
    await change({})
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    const after = `%USERPROFILE%\\bin;C:\\Tools;${quoted}`
    expect(await path()).toBe(after)
    // The Path of this process is what it was, and new terminals have the other one.
    const again = (await service.check()).checks.find(({ id }) => id === 'path')
    expect(again).toMatchObject({ outcome: 'path.ok', params: { program: `${quoted}\\docker.exe` } })
    expect(await addToUserPath(computer, quoted.toUpperCase())).toBeUndefined()
    expect(await path()).toBe(after)

    // Taken away again, though this process may have been started with it.
    const started = { ...computer, env: { ...computer.env, Path: `C:\\Windows;${quoted}` } }
    const { service: later } = createReadiness(started, silentLog)
    await later.check()
    await later.fix({ id: 'path', kind: 'remove-docker-from-path' })
    expect(await path()).toBe('%USERPROFILE%\\bin;C:\\Tools')
    expect(await find(started)).toBe('path.missing')
  })
})
