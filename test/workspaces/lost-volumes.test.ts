// Which data a start loads again, by what the engine still has.
import { describe, expect, it } from 'vitest'
import { forgetLost, volumesSeen, type OnEngine } from '../../main/workspaces/lost-volumes'
import type { Container, Volume } from '../../preload/model'

const volume = (type: string, source: string) => ({ type, source, target: '/data' })
const config = {
  name: 'shop',
  services: {
    db: { image: 'mysql', volumes: [volume('volume', 'data')] },
    api: { image: 'acme/api', depends_on: { db: {} } },
    search: { image: 'search' },
    files: { image: 'files', volumes: [volume('bind', '/team/files')] },
  },
  volumes: { data: { name: 'shop_data' } },
}
const seed = (id: string, service: string) => ({ id, service, title: id, command: ['true'] })
const block = {
  version: 1 as const,
  name: 'Shop',
  seeds: [seed('rows', 'db'), seed('users', 'api'), seed('index', 'search'), seed('pictures', 'files')],
}
const loaded = { loadedAt: 5, tookMs: 1 }
const record = {
  project: 'shop',
  seeds: { rows: loaded, users: loaded, index: loaded, pictures: loaded },
  restored: ['data', 'search:/index'],
  data: '3',
  ownVolumes: ['shop_data'],
  seenVolumes: ['shop_data'],
}
const engine = (createdAt: number | undefined, services: readonly string[] = ['search']): OnEngine => ({
  volumes: new Map(createdAt === undefined ? [] : [['shop_data', { id: 'shop_data', createdAt } as Volume]]),
  containers: new Map(services.map((service) => [service, { project: 'shop', service } as Container])),
})
const read = { block, config }

describe('data that was loaded', () => {
  it('stays known as long as its volumes and containers are there', () => {
    expect(forgetLost(record, read, engine(1000))).toBeUndefined()
    expect(volumesSeen(config, 'shop', engine(1000).volumes)).toEqual(['shop_data'])
    expect(volumesSeen(config, 'shop', engine(undefined).volumes)).toEqual([])
  })

  it('is loaded again where its volume is gone, also by a program that only writes into the database', () => {
    const lost = forgetLost(record, read, engine(undefined))
    expect(Object.keys(lost?.seeds ?? {})).toEqual(['index', 'pictures'])
    expect(lost).toMatchObject({ restored: ['search:/index'], data: undefined, run: undefined })
  })

  it('is not loaded over what changed since: engines tell that as the time when a volume was made', () =>
    expect(forgetLost(record, read, engine(2000))).toBeUndefined())

  it('is not loaded over a snapshot that is being put back', () => {
    const lost = forgetLost({ ...record, putsBack: '7' }, read, engine(undefined))
    expect(Object.keys(lost?.seeds ?? {})).toEqual(Object.keys(record.seeds))
    expect(lost?.restored).toEqual(['search:/index'])
  })

  it('is loaded again where only containers held it, and they are gone', () => {
    const lost = forgetLost(record, read, engine(1000, []))
    expect(Object.keys(lost?.seeds ?? {})).toEqual(['rows', 'users', 'pictures'])
    expect(lost?.restored).toEqual(['data'])
  })

  it('is not touched by a volume that the team has added, nor by what an earlier version did not note', () => {
    const more = {
      ...config,
      services: {
        ...config.services,
        db: { ...config.services.db, volumes: [volume('volume', 'data'), volume('volume', 'cache')] },
      },
      volumes: { ...config.volumes, cache: { name: 'shop_cache' } },
    }
    expect(forgetLost(record, { block, config: more }, engine(1000))).toBeUndefined()
    const { seenVolumes: _, ...old } = record
    expect(forgetLost(old, read, engine(2000))).toBeUndefined()
    expect(Object.keys(forgetLost(old, read, engine(undefined))?.seeds ?? {})).toEqual(['index', 'pictures'])
  })
})
