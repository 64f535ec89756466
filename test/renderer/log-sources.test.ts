// The containers of a project as sources of its logs: their names, and the colours of their services.
import { describe, expect, it } from 'vitest'
import { sourceColors } from '../../renderer/logs/source-colors'
import { followLines, sourcesOf } from '../../renderer/logs/sources'
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
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

describe('lines of several', () => {
  const following = async (ids: readonly string[], error: AppError): Promise<readonly string[]> => {
    const watchLogs = async function* ({ id, follow }: { readonly id: string; readonly follow: boolean }) {
      if (id === 'stuck') throw error
      yield [{ stream: 'stdout', at: follow ? '2' : '1', text: `${id} ${follow ? 'now' : 'before'}` }]
    }
    const contract = { containers: { watchLogs } } as unknown as Contract
    const lines: string[] = []
    const sources = ids.map((id) => ({ id, name: id, startedAt: undefined }))
    const take = (batch: readonly { readonly text: string }[]): void =>
      void lines.push(...batch.map(({ text }) => text))
    await followLines(contract, sources, { tail: 10 }, take, new AbortController().signal)
    return lines
  }

  it('come also where one of them is dead', async () => {
    const dead = new AppError('container.removal-begun', { params: { container: 'stuck' } })
    expect(await following(['stuck', 'web'], dead)).toEqual(['web before', 'web now'])
    await expect(following(['stuck'], dead)).rejects.toBe(dead)
    const refused = new AppError('engine.refused', { detail: 'no' })
    await expect(following(['stuck', 'web'], refused)).rejects.toBe(refused)
  })
})
