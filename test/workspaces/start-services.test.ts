// When a service counts as started: by what the engine tells of it since this start, not of what was before.
import { createStore } from 'zustand/vanilla'
import { describe, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { startServices } from '../../main/workspaces/start-services'
import { createSteps, newStep } from '../../main/workspaces/steps'
import type { Container } from '../../preload/model'
import { containerOf } from '../renderer/fake-app/fake-app'

const config = composeJson.parse({
  name: 'shop',
  services: { web: { image: 'x' }, idle: { image: 'x', scale: 0 } },
})

/** Stopped by somebody a moment ago. */
const stopped = (change: Partial<Container> = {}): Container => ({
  ...containerOf({ id: 'a', project: 'shop' }),
  service: 'web',
  state: 'exited',
  exitCode: 137,
  startedAt: 1_000,
  finishedAt: Date.now(),
  ...change,
})

const start = (before: Container, ...after: readonly Container[]) => {
  const containers = createStore<ReadonlyMap<string, Container>>(() => new Map([['a', before]]))
  const steps = createSteps([newStep('start', ['web'], 'web')], async () => {})
  const up = async (): Promise<void> => {
    for (const one of after) containers.setState(new Map([['a', one]]), true)
  }
  const started = startServices(
    { project: 'shop', config, containers, steps, up },
    new AbortController().signal,
  )
  return started.then(() => steps.get('start:web')?.state)
}

describe('the services of a workspace', () => {
  it('start again right after they were stopped, which is no failure of this start', async () => {
    expect(await start(stopped(), { ...stopped({ state: 'running', startedAt: Date.now() }) })).toBe('done')
  })

  it('may be told late as stopped', async () => {
    const ran = stopped({ state: 'running' })
    expect(await start(ran, stopped(), stopped({ state: 'running', startedAt: Date.now() }))).toBe('done')
  })

  it('have failed when they ended in this start', async () => {
    await expect(start(stopped(), stopped({ startedAt: Date.now(), exitCode: 3 }))).rejects.toMatchObject({
      code: 'workspace.service-ended',
      params: { service: 'web', exitCode: 3 },
    })
  })

  it('have done their work when they ended well in this start', async () => {
    expect(await start(stopped(), stopped({ startedAt: Date.now(), exitCode: 0 }))).toBe('done')
  })
})
