// The parts of the project page that need no window: where services stand in the graph, what the editor offers.
import { describe, expect, it } from 'vitest'
import { completionsAt, pathTo } from '../../renderer/projects/complete'
import { layOut } from '../../renderer/projects/graph-layout'
import { findingText } from '../../renderer/i18n/shared-words'
import { problemIn, problemText } from '../../renderer/projects/project-words'
import { translator } from '../../renderer/i18n/translate'
import { AppError, serialiseError } from '../../preload/errors'
import type { ComposeFinding } from '../../preload/model'

describe('a problem of a file', () => {
  it('is told in the language of the window, with its place', () => {
    const params = { place: 'compose.yaml:3:5', key: 'imgae' }
    const problem = { error: serialiseError(new AppError('compose.unknown-key', { params })), line: 3 }
    expect(problemText(problem, 'en')).toBe('compose.yaml:3:5: Compose does not know imgae.')
    expect(problemText(problem, 'ko')).toBe('compose.yaml:3:5: Compose에는 imgae라는 키가 없어요.')
  })
})

describe('a mark in a file', () => {
  it('is for a mistake in that file, not for the same line of another one', () => {
    const error = serialiseError(new AppError('compose.failed', { params: { place: 'inner.yaml:3:5' } }))
    const problem = { error, line: 3, path: '/team/inner.yaml' }
    expect(problemIn('/team/compose.yaml', problem)).toBeUndefined()
    expect(problemIn('/team/inner.yaml', problem)).toBe(problem)
    expect(problemIn('/team/compose.yaml', undefined)).toBeUndefined()
  })
})

describe('what is in the way before a start', () => {
  it('names who has a port in the language of the window', () => {
    const params = { port: 8080, holder: 'python3 (PID 7)' }
    const error = serialiseError(new AppError('port.taken-by-process', { params }))
    const finding: ComposeFinding = {
      ...{ id: 'x', kind: 'port-taken', weight: 'stops', service: 'web', subject: '8080', fixes: [] },
      ...{ detail: error.message, error },
    }
    expect(findingText(translator('en'), finding, 'en')).toContain('python3 (PID 7) already uses port 8080')
    expect(findingText(translator('ko'), finding, 'ko')).not.toMatch(/already/)
  })
})

const on = (...services: string[]) => services.map((service) => ({ service }))

describe('the graph of services', () => {
  it('puts each to the right of what it waits for, and survives a circle', () => {
    const { nodes, edges } = layOut([
      { name: 'web', dependsOn: on('api') },
      { name: 'api', dependsOn: on('db', 'cache', 'gone') },
      { name: 'db', dependsOn: [] },
      { name: 'cache', dependsOn: [] },
    ])
    const x = (name: string) => nodes.find((one) => one.name === name)?.x ?? -1
    expect(x('web')).toBeGreaterThan(x('api'))
    expect(x('api')).toBeGreaterThan(x('db'))
    expect(x('db')).toBe(x('cache'))
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['api web', 'db api', 'cache api'])
    const circle = layOut([
      { name: 'a', dependsOn: on('b') },
      { name: 'b', dependsOn: on('a') },
    ])
    expect(circle.nodes).toHaveLength(2)
    expect(layOut([])).toMatchObject({ width: 0, height: 0 })
  })
})

describe('what the editor offers', () => {
  const labels = (above: string, start: string) =>
    completionsAt(above.split('\n'), start).map(({ label }) => label)

  it('is what the Compose Specification allows at that place', () => {
    expect(labels('', '')).toEqual(expect.arrayContaining(['services', 'volumes', 'include']))
    expect(labels('services:\n  web:', '    ')).toEqual(
      expect.arrayContaining(['image', 'depends_on', 'healthcheck']),
    )
    expect(labels('services:\n  web:\n    healthcheck:', '      ')).toEqual(
      expect.arrayContaining(['interval', 'test']),
    )
    expect(labels('services:\n  web:\n    depends_on:\n      db:', '        condition: ')).toEqual([
      'service_started',
      'service_healthy',
      'service_completed_successfully',
    ])
    expect(labels('services:\n  web:\n    image: x', '    ')).toContain('ports')
    expect(labels('services:', '  ')).toEqual([])
  })

  it('is what Portside reads in its own block', () => {
    expect(labels('', '')).toContain('x-portside')
    expect(labels('x-portside:', '  ')).toEqual(expect.arrayContaining(['version', 'seeds', 'secrets']))
    expect(labels('x-portside:\n  readiness:', '    - ')).toEqual([
      'service',
      'port',
      'path',
      'status',
      'seconds',
    ])
    expect(labels('x-portside:\n  services:\n    db:', '      icon: ')).toContain('database')
  })

  it('knows what a line is under', () => {
    const text = 'services:\n  a:\n    image: b\n  web: # ours\n    ports:\n      - "80"'
    expect(pathTo(text.split('\n'), 4)).toEqual(['services', 'web'])
    expect(pathTo(text.split('\n'), 2)).toEqual(['services'])
    expect(pathTo(text.split('\n'), 0)).toEqual([])
  })
})
