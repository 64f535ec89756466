// What a person can do about what is in the way, on every kind of computer.
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { validators } from '../../main/ipc/validators'
import { createReadiness } from '../../main/readiness/readiness'
import type { ReadinessFixKind } from '../../preload/model'
import { linux, macos, missingWsl, oldWsl, windows, wsl } from './computers'
import { find, findings, reject } from './find'

describe('the ways out', () => {
  it('has Windows install, update, and give Linux more memory', async () => {
    const done: unknown[] = []
    const parts = wsl({
      version: reject(oldWsl),
      getLimits: async () => ({ memoryBytes: 2 * 1024 ** 3 }),
      hasPlatform: async () => false,
      install: async () => void done.push('install'),
      update: async () => void done.push('update'),
      setMemory: async (bytes) => void done.push(bytes),
    })
    const { service } = createReadiness(windows({ wsl: parts }), silentLog)
    const { checks } = await service.check()
    for (const { id, fixes } of checks.slice(0, 5))
      for (const { kind } of fixes) await service.fix({ id, kind })
    expect(done).toEqual(['install', 'update', 8 * 1024 ** 3])
  })

  it('restarts Windows where an installation waits for it', async () => {
    let restarted = 0
    const parts = wsl({ restartIsDue: async () => true, restartWindows: async () => void (restarted += 1) })
    const { service } = createReadiness(windows({ wsl: parts }), silentLog)
    await service.check()
    await service.fix({ id: 'wsl', kind: 'restart-windows' })
    expect(restarted).toBe(1)
  })

  it('puts the docker that Portside brings, with its plugins, where terminals find it, and takes it away again', async () => {
    const computer = linux()
    computer.files.delete('/usr/bin/docker')
    expect(await find(computer, 'path')).toBe('path.none')
    for (const program of ['docker', 'docker-compose', 'docker-buildx'])
      computer.files.set(`/opt/portside/tools/${program}`, '')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    const mine = [
      ['/home/mina/.local/bin/docker', '/opt/portside/tools/docker'],
      ['/home/mina/.docker/cli-plugins/docker-compose', '/opt/portside/tools/docker-compose'],
      ['/home/mina/.docker/cli-plugins/docker-buildx', '/opt/portside/tools/docker-buildx'],
    ] as const
    expect([...computer.links]).toEqual(mine)
    expect(await find(computer, 'path')).toBe('path.ok')
    // Of somebody else, which stays.
    computer.links.set('/home/mina/bin/docker', '/opt/other/docker')
    await service.fix({ id: 'path', kind: 'remove-docker-from-path' })
    expect([...computer.links]).toEqual([['/home/mina/bin/docker', '/opt/other/docker']])
    expect(await find(computer, 'path')).toBe('path.missing')
  })

  it('brings only the plugin for Compose where there is a docker, and replaces none that is there', async () => {
    const computer = linux()
    computer.files.set('/opt/portside/tools/docker-compose', '')
    expect(await find(computer, 'path')).toBe('path.no-compose')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    expect([...computer.links.keys()]).toEqual(['/home/mina/.docker/cli-plugins/docker-compose'])
    const other = linux()
    other.files.set('/opt/portside/tools/docker-compose', '')
    other.files.set('/usr/libexec/docker/cli-plugins/docker-compose', '')
    expect(await find(other, 'path')).toBe('path.ok')
  })

  it('puts the portside command beside whoever’s docker is there, and takes away nothing else', async () => {
    const computer = linux()
    computer.files.set('/opt/portside/tools/portside', '')
    computer.files.set('/opt/portside/tools/docker', '')
    expect(await find(computer, 'path')).toBe('path.no-portside')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    expect([...computer.links]).toEqual([['/home/mina/.local/bin/portside', '/opt/portside/tools/portside']])
    expect(await find(computer, 'path')).toBe('path.ok')
    await service.fix({ id: 'path', kind: 'remove-docker-from-path' })
    expect([...computer.links]).toEqual([])
    expect(await find(computer, 'path')).toBe('path.no-portside')
  })

  it('leads nothing to a Portside that is elsewhere the next time, and says what to do instead', async () => {
    const mount = '/tmp/.mount_PortsiX'
    const image = { APPIMAGE: '/home/mina/Portside.AppImage', APPDIR: mount }
    const disk = '/Volumes/Portside 1.0/Portside.app/Contents/Resources/tools'
    const random = '/private/var/folders/x/T/AppTranslocation/6F/d/Portside.app/Contents/Resources/tools'
    const own = { PATH: '/home/mina/.local/bin:/Users/mina/.local/bin:/usr/bin' }
    const places = [
      [linux({ env: { ...own, ...image }, toolFolders: [`${mount}/resources/tools`] }), 'path.app-image'],
      [macos({ env: own, toolFolders: [disk] }), 'path.not-installed'],
      [macos({ env: own, toolFolders: [random] }), 'path.not-installed'],
    ] as const
    for (const [computer, outcome] of places) {
      for (const one of ['docker', 'docker-compose', 'portside'])
        computer.files.set(`${computer.toolFolders[0] ?? ''}/${one}`, '')
      // A docker is there, and its plugin for Compose is not; then neither is.
      for (const gone of ['', '/usr/bin/docker']) {
        computer.files.delete(gone)
        const found = (await findings(computer)).find(({ id }) => id === 'path')
        expect(found).toMatchObject({ outcome, fixes: [] })
      }
      const { service } = createReadiness(computer, silentLog)
      await service.check()
      const fixed = service.fix({ id: 'path', kind: 'add-docker-to-path' })
      await expect(fixed).rejects.toMatchObject({ code: 'readiness.fix-gone' })
      expect(computer.links.size).toBe(0)
    }
    // Started by what an AppImage started, and installed itself; and in Applications, on whatever disk.
    const installed = [
      linux({ env: { ...own, ...image } }),
      macos({ env: own, toolFolders: ['/Volumes/Data/Applications/Portside.app/Contents/Resources/tools'] }),
    ]
    for (const computer of installed) {
      computer.files.delete('/usr/bin/docker')
      computer.files.set(`${computer.toolFolders[0] ?? ''}/docker`, '')
      expect(await find(computer, 'path')).toBe('path.missing')
    }
  })

  it('replaces links to a Portside that was moved, and no others that lead nowhere', async () => {
    const computer = linux()
    computer.files.delete('/usr/bin/docker')
    for (const one of ['docker', 'docker-compose', 'portside'])
      computer.files.set(`/opt/portside/tools/${one}`, '')
    const plugin = '/home/mina/.docker/cli-plugins/docker-compose'
    const refusing = {
      ...computer,
      link: async (target: string, link: string) => {
        if (computer.links.has(link)) throw new Error('EEXIST')
        computer.links.set(link, target)
      },
    }
    computer.links.set('/home/mina/.local/bin/docker', '/old/Portside/resources/tools/docker')
    computer.links.set(plugin, '/old/Portside/resources/tools/docker-compose')
    expect(await find(refusing, 'path')).toBe('path.missing')
    const { service } = createReadiness(refusing, silentLog)
    await service.check()
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    expect(Object.fromEntries(computer.links)).toEqual({
      '/home/mina/.local/bin/docker': '/opt/portside/tools/docker',
      '/home/mina/.local/bin/portside': '/opt/portside/tools/portside',
      [plugin]: '/opt/portside/tools/docker-compose',
    })
    computer.links.set('/home/mina/.local/bin/docker', '/mnt/away/docker')
    await service.check()
    const fixed = service.fix({ id: 'path', kind: 'add-docker-to-path' })
    await expect(fixed).rejects.toMatchObject({ code: 'readiness.fix-failed' })
    expect(computer.links.get('/home/mina/.local/bin/docker')).toBe('/mnt/away/docker')
  })

  it('looks on a Mac where its terminals look, and not where programs are opened by a click', async () => {
    const bare = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' }
    const brew = '/opt/homebrew/bin'
    const computer = macos({
      env: bare,
      terminalPath: async () => `${brew}:/Users/mina/.local/bin:${bare.PATH}`,
    })
    computer.files.delete('/usr/bin/docker')
    computer.files.set('/opt/portside/tools/docker', '')
    const { service } = createReadiness(computer, silentLog)
    expect(await find(computer, 'path')).toBe('path.missing')
    await service.check()
    await service.fix({ id: 'path', kind: 'add-docker-to-path' })
    expect([...computer.links.keys()]).toEqual(['/Users/mina/.local/bin/docker'])
    computer.links.clear()
    computer.files.set(`${brew}/docker`, '')
    expect(await find(computer, 'path')).toBe('path.ok')
  })

  it('says so when no folder of PATH is this user’s', async () => {
    const computer = linux({ env: { PATH: '/usr/sbin' } })
    computer.files.set('/opt/portside/tools/docker', '')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await expect(service.fix({ id: 'path', kind: 'add-docker-to-path' })).rejects.toMatchObject({
      code: 'readiness.no-own-folder',
      params: { folder: '/home/mina/.local/bin' },
    })
  })

  it('are all let in at the door', async () => {
    const everything = [
      windows({ wsl: wsl({ version: reject(missingWsl) }) }),
      windows({
        wsl: wsl({ version: reject(oldWsl), getLimits: async () => ({ memoryBytes: 2 * 1024 ** 3 }) }),
      }),
      windows({ wsl: wsl({ restartIsDue: async () => true }) }),
      linux({ env: { PATH: '' }, portHolder: async () => ({ name: 'x' }) }),
      linux({ chosenPort: (port) => port + 1 }),
    ]
    everything.at(3)?.files.set('/opt/portside/tools/docker', '')
    const offered = (await Promise.all(everything.map(findings))).flat()
    const asked = offered.flatMap(({ id, fixes }) => fixes.map(({ kind }) => ({ id, kind })))
    expect(new Set(asked.map(({ kind }) => kind)).size).toBe(8)
    for (const options of asked) expect(validators.readiness?.fix?.parse(options)).toEqual(options)
  })

  it('refuses what is not offered', async () => {
    const { service } = createReadiness(linux(), silentLog)
    await service.check()
    const kinds: readonly ReadinessFixKind[] = ['install-wsl', 'restart-windows']
    for (const kind of kinds)
      await expect(service.fix({ id: 'disk', kind })).rejects.toMatchObject({ code: 'readiness.fix-gone' })
  })

  it('knows whether the engine can start before what cannot keep it from starting is known', async () => {
    const remoteTime = (): Promise<number> => new Promise(() => {})
    expect(await createReadiness(linux({ remoteTime }), silentLog).canStart()).toBe(true)
    const full = linux({ remoteTime, freeBytes: async () => 1e9 })
    expect(await createReadiness(full, silentLog).canStart()).toBe(false)
  })

  it('joins a run that is under way, and shows each finding as soon as it is known', async () => {
    let asked = 0
    let answer: (bytes: number) => void = () => {}
    const freeBytes = (): Promise<number> => {
      asked += 1
      return new Promise((resolve) => (answer = resolve))
    }
    const { service, store } = createReadiness(linux({ freeBytes }), silentLog)
    const both = [service.check(), service.check()]
    await expect
      .poll(() =>
        store
          .getState()
          .checks.filter(({ state }) => state === 'checking')
          .map(({ id }) => id),
      )
      .toEqual(['disk'])
    answer(50e9)
    await Promise.all(both)
    expect(asked).toBe(1)
    expect(store.getState()).toMatchObject({ checking: false })
  })
})
