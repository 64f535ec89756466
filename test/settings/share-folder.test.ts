// Sharing the folder that a container asked for: once on the list, and in the machine that runs.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { needsSharing } from '../../main/base/unshared-folder'
import { createSharing } from '../../main/settings/share-folder'
import type { Machine, SharedFolderSetting } from '../../preload/model'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'share-folder-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const setUp = (state: Machine['state'] = 'running', features: Machine['features'] = ['shared-folders']) => {
  const settings = createStore(() => ({ sharedFolders: [] as readonly SharedFolderSetting[] }))
  const machine = createStore(() => ({ state, features }))
  let restarts = 0
  const { share, isShared } = createSharing({
    settings,
    update: async ({ change }) => settings.setState({ sharedFolders: change.sharedFolders ?? [] }),
    machine,
    restart: async () => void (restarts += 1),
  })
  return { share, isShared, list: () => settings.getState().sharedFolders, restarts: () => restarts }
}

describe('what containers see', () => {
  it('is what is shared, and what the machine has by itself', async () => {
    const { share, isShared } = setUp('stopped')
    await share({ folder })
    const seen = [folder, join(folder, 'in/it'), '/var/run/docker.sock', '/etc/localtime', '/']
    const unseen = [`${folder}-2`, '/home/mina/shop', '/Users/mina', '/tmp', '/home']
    expect([...seen, ...unseen].filter(isShared)).toEqual(seen)
    expect(setUp('running', []).isShared('/home/mina/shop')).toBe(true)
  })

  it('is told apart by the places of the guest', async () => {
    const guest = await readFile('assets/guest/rootfs/usr/lib/portside/shares.sh', 'utf8')
    const places = [...(/^ +(\/Users.*)\)$/m.exec(guest)?.[1]?.split(' | ') ?? []), '/tmp']
    expect(places.length).toBeGreaterThan(10)
    expect(places.filter((place) => !needsSharing(place))).toEqual([])
    expect(['/usr/lib', '/run/x', '/var/lib/docker', '/homes'].filter(needsSharing)).toEqual([])
  })
})

describe('a folder that is shared', () => {
  it('is put on the list after those that are there, and the machine starts again with it', async () => {
    const { share, list, restarts } = setUp()
    await mkdir(join(folder, 'one'))
    await share({ folder: join(folder, 'one') })
    await share({ folder })
    expect(list()).toEqual([
      { path: join(folder, 'one'), writable: true },
      { path: folder, writable: true },
    ])
    expect(restarts()).toBe(2)
  })

  it('is not put there twice, nor what lies in it: only the machine has to start again', async () => {
    const { share, list, restarts } = setUp()
    await mkdir(join(folder, 'inside'))
    for (const one of [folder, folder, join(folder, 'inside')]) await share({ folder: one })
    expect(list()).toEqual([{ path: folder, writable: true }])
    expect(restarts()).toBe(3)
  })

  it('is the one that a file lies in', async () => {
    const { share, list } = setUp('stopped')
    await writeFile(join(folder, 'nginx.conf'), '')
    await share({ folder: join(folder, 'nginx.conf') })
    expect(list()).toEqual([{ path: folder, writable: true }])
  })

  it('waits for the next start of a machine that does not run', async () => {
    const { share, list, restarts } = setUp('stopped')
    await share({ folder })
    expect(list()).toHaveLength(1)
    expect(restarts()).toBe(0)
  })

  it('is refused when it is not there, or where nothing is shared, and nothing changes', async () => {
    const missing = join(folder, 'missing')
    const one = setUp()
    await expect(one.share({ folder: missing })).rejects.toMatchObject({
      code: 'machine.share-missing',
      params: { folder: missing },
    })
    const other = setUp('running', [])
    await expect(other.share({ folder })).rejects.toMatchObject({ code: 'machine.not-ours' })
    expect([one, other].flatMap(({ list, restarts }) => [list().length, restarts()])).toEqual([0, 0, 0, 0])
  })
})
