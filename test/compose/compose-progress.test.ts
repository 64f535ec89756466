// What Compose prints while it works, as versions 2.26.1 and 2.40.3 print it, and 5 by its source, read into steps with times and bytes.
import { describe, expect, it } from 'vitest'
import { ActionSteps } from '../../main/compose/action-steps'
import { readLayer, readStep, serviceOf } from '../../main/compose/compose-progress'

const names = { project: 'shop', containers: new Map([['cache', 'redis']]) }

describe('the progress of Compose', () => {
  it.each([
    [' Network shop_default  Creating', 'network', 'running', 'Creating'],
    [' Volume "shop_data"  Created', 'volume', 'done', 'Created'],
    [' Container shop-db-1  Starting', 'container', 'running', 'Starting'],
    [' Container shop-db-1  Healthy', 'container', 'done', 'Healthy'],
    [' Container shop-db-1  Running', 'container', 'done', 'Running'],
    [' Container shop-db-1  Recreate', 'container', 'running', 'Recreate'],
    [' Container shop-db-1 Started ', 'container', 'done', 'Started'],
    [' Container shop-db-1  Error', 'container', 'failed', 'Error'],
    [' db Pulling ', 'image', 'running', 'Pulling'],
    [' db Pulled ', 'image', 'done', 'Pulled'],
    [' pg Error manifest unknown', 'image', 'failed', 'manifest unknown'],
    ['#5 [api 1/2] FROM docker.io/library/busybox', 'build', 'running', 'Building'],
    ['#5 [1/2] FROM docker.io/library/busybox', 'build', 'running', 'Building'],
    [' api  Built ', 'build', 'done', 'Built'],
    [' shop-api  Built ', 'build', 'done', 'Built'],
    [' Image shop-api Building ', 'build', 'running', 'Building'],
    [' Image shop-api:latest Removed ', 'image', 'done', 'Removed'],
  ])('reads %j', (line, kind, state, status) => expect(readStep(line)).toMatchObject({ kind, state, status }))

  it.each([
    '',
    ' 107ccf44cf43 Already exists ',
    ' 107ccf44cf43 Pulling fs layer ',
    '#0 building with "default" instance',
    '#1 [internal] load local bake definitions',
    'Error response from daemon: no',
  ])('takes %j for no step', (line) => expect(readStep(line)).toBeUndefined())

  it('ends a build with the container that is made of it', () => {
    let now = 0
    const steps = new ActionSteps(names, () => (now += 10))
    const build = () => steps.report().steps.find(({ kind }) => kind === 'build')
    steps.take('#5 [api 1/2] FROM docker.io/library/busybox')
    steps.take(' Container shop-db-1  Created')
    expect(build()).toMatchObject({ state: 'running', status: 'Building' })
    steps.take(' Container shop-api-1  Recreate')
    expect(build()).toMatchObject({ state: 'done', status: 'Built', endedAt: 30 })
    // What is watched is built again.
    steps.take('#5 [api 1/2] FROM docker.io/library/busybox')
    expect(build()).toMatchObject({ state: 'running' })
  })

  it('names the service of a build also where Compose tells its image or its stage', () => {
    const builds = new Map([
      ['api', 'api'],
      ['shop-api', 'api'],
      ['web', 'web'],
      ['acme/web:1', 'web'],
    ])
    const told = (names: ReadonlyMap<string, string>, ...lines: readonly string[]): string[] => {
      const steps = new ActionSteps({ project: 'shop', containers: new Map(), builds: names })
      for (const line of lines) steps.take(line)
      return steps.report().steps.map(({ name, service = '', status }) => `${name} ${service} ${status}`)
    }
    const stage = '#5 [builder 1/2] FROM docker.io/library/busybox'
    expect(told(builds, '#5 [web 1/2] FROM busybox', ' Image acme/web:1 Built ')).toEqual(['web web Built'])
    expect(told(builds, stage, ' shop-api  Built ')).toEqual(['shop  Building', 'api api Built'])
    const alone = new Map([...builds].slice(0, 2))
    expect(told(alone, stage, '#6 [2/2] RUN true', ' shop-api  Built ')).toEqual(['api api Built'])
  })

  it('counts the bytes of layers', () => {
    expect(readLayer(' 05d33c046381 Downloading [=>    ]  36.45kB/1.752MB')).toEqual({
      layer: '05d33c046381',
      doneBytes: 36_450,
      totalBytes: 1_752_000,
    })
    expect(readLayer(' 05d33c046381 Extracting [=>    ]  36.45kB/1.752MB')).toBeUndefined()
  })

  it('names the service of a container', () => {
    expect(serviceOf('shop-my-api-2', 'shop', names.containers)).toBe('my-api')
    expect(serviceOf('cache', 'shop', names.containers)).toBe('redis')
    expect(serviceOf('other-api-1', 'shop', names.containers)).toBeUndefined()
  })

  it('keeps each word of a step with its time', () => {
    let now = 1000
    const steps = new ActionSteps(names, () => (now += 10))
    for (const word of ['Creating', 'Created', 'Starting', 'Starting', 'Started'])
      steps.take(` Container shop-db-1  ${word}`)
    steps.take('#5 [api 1/2] RUN x')
    steps.take(' 05d33c046381 Downloading [=>    ]  1kB/2kB')
    steps.close()
    const { steps: all, transfer } = steps.report()
    expect(transfer).toEqual({ doneBytes: 1000, totalBytes: 2000 })
    expect(all[0]).toMatchObject({ service: 'db', state: 'done', startedAt: 1010, endedAt: 1050 })
    expect(all[0]?.phases.map(({ status }) => status)).toEqual(['Creating', 'Created', 'Starting', 'Started'])
    expect(all[1]).toMatchObject({ service: 'api', state: 'done' })
  })
})
