// The containers of a project as sources of its logs: their names, and the colours of their services.
import { describe, expect, it } from 'vitest'
import { sourceColors } from '../../renderer/logs/source-colors'
import { sourcesOf } from '../../renderer/logs/sources'
import type { Container } from '../../preload/model'

const container = (name: string, service?: string, project = 'shop'): Container =>
  ({ id: `id-${name}`, name, project, ...(service === undefined ? {} : { service }) }) as Container

const names = (all: readonly Container[]): string[] => sourcesOf('shop', all).map(({ name }) => name)

describe('sources', () => {
  it('are named by their service, and by their number where it has several', () => {
    const all = [
      container('shop-web-2', 'web'),
      container('shop-web-1', 'web'),
      container('my-db', 'db'),
      container('shop-stray'),
      container('other-web-1', 'web', 'other'),
    ]
    expect(names(all)).toEqual(['db', 'shop-stray', 'web-1', 'web-2'])
  })

  it('keep names of their own apart', () => {
    expect(names([container('first', 'web'), container('shop-web-2', 'web')])).toEqual(['first', 'web-2'])
  })
})

describe('colours', () => {
  const of = (...services: string[]): ReadonlyMap<string, string> =>
    sourceColors(services.map((name) => ({ id: name, name, startedAt: undefined })))

  it('are each service its own, up to nine', () => {
    const services = Array.from({ length: 9 }, (_, index) => `service-${index}`)
    expect(new Set(of(...services).values()).size).toBe(9)
    expect([...of(...services, 'tenth').values()].every((one) => /^var\(--p-\d+\)$/.test(one))).toBe(true)
  })

  it('do not depend on the order', () => {
    expect(of('web', 'db', 'cache')).toEqual(of('cache', 'web', 'db'))
  })

  it('are shared by the containers of one service', () => {
    const colors = sourceColors(
      sourcesOf('shop', [container('shop-web-1', 'web'), container('shop-web-2', 'web')]),
    )
    expect(colors.get('web-1')).toBe(colors.get('web-2'))
  })
})
