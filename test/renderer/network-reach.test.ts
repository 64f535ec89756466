import { describe, expect, it } from 'vitest'
import { joinsContainers, reachOf } from '../../renderer/networks/network-reach'
import { containerOf, networkOf } from './fake-app/fake-app'

const bridge = networkOf({ id: 'n0', name: 'bridge', builtIn: true })
const shop = networkOf({ id: 'n1', name: 'shop' })
const back = networkOf({ id: 'n2', name: 'back' })
const host = networkOf({ id: 'n3', name: 'host', driver: 'host', builtIn: true })
const all = [bridge, shop, back, host]
const on = (id: string, ...names: string[]) =>
  containerOf({
    id,
    networks: all.filter((one) => names.includes(one.name)).map(({ id: n, name }) => ({ id: n, name })),
  })

const through = (container: ReturnType<typeof on>, ...others: ReturnType<typeof on>[]) =>
  reachOf(container, all, [container, ...others]).map(({ network, peers, byName }) => [
    network.name,
    peers.map(({ id }) => id),
    byName,
  ])

describe('who reaches whom', () => {
  it('is whoever runs on a shared network, by name', () => {
    expect(
      through(on('api', 'shop', 'back'), on('web', 'shop'), on('db', 'back'), on('other', 'bridge')),
    ).toEqual([
      ['shop', ['web'], true],
      ['back', ['db'], true],
    ])
  })

  it('is by address only on the bridge that comes with the engine', () => {
    expect(through(on('a', 'bridge'), on('b', 'bridge'))).toEqual([['bridge', ['b'], false]])
  })

  it('is nobody who does not run, and not the container itself', () => {
    const stopped = { ...on('db', 'shop'), state: 'exited' as const }
    expect(through(on('api', 'shop'), stopped)).toEqual([])
  })

  it('says nothing of networks that join no containers', () => {
    expect(joinsContainers(host)).toBe(false)
    expect(through(on('a', 'host'), on('b', 'host'))).toEqual([])
  })
})
