// What Compose would find an engine's bare "read-only file system" for: told before, with the folder to share.
import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { applyFix, type FixTools } from '../../main/compose/fixes'
import { findProblems } from '../../main/compose/preflight'

const bind = (source: string) => ({ type: 'bind', source, target: '/data', bind: { create_host_path: true } })
const home = homedir()
const json = composeJson.parse({
  name: 'shop',
  services: {
    web: { image: 'nginx', volumes: [bind(`${home}/shop/web`), bind('/srv/shop'), bind('/data/mine')] },
    db: {
      image: 'mysql',
      volumes: [bind(`${home}/shop/db`), { type: 'volume', source: 'data', target: '/var/lib/mysql' }],
    },
  },
})

const unshared = async (isShared: (path: string) => boolean) =>
  (
    await findProblems(
      { json, folder: `${home}/shop`, missingVariables: [] },
      {
        ...{ containers: [], images: [], networks: [], volumes: [], platform: undefined },
        isShared,
        imagePlatform: async () => undefined,
        holderOf: async () => undefined,
        freePortsAbove: async () => [],
      },
    )
  ).filter(({ kind }) => kind === 'unshared-folder')

describe('folders that are not shared', () => {
  it('are told once for all that lies in them, before anything is started', async () => {
    const found = await unshared((path) => path === '/data/mine')
    expect(found.map(({ subject, detail, weight }) => ({ subject, detail, weight }))).toEqual([
      { subject: home, detail: `${home}/shop/db`, weight: 'stops' },
      { subject: '/srv/shop', detail: '/srv/shop', weight: 'stops' },
    ])
    expect(await unshared(() => true)).toEqual([])
  })

  it('are shared by the way out', async () => {
    const shared: string[] = []
    const tools = { shareFolder: async (folder: string) => void shared.push(folder) } as unknown as FixTools
    for (const finding of await unshared(() => false))
      for (const fix of finding.fixes) await applyFix(finding, fix, tools)
    expect(shared).toEqual([home, '/srv/shop', '/data/mine'])
  })
})
