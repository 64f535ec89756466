// Whether memory ended a container's run: told by the engine's events in any order, and by its own description.
import { describe, expect, it } from 'vitest'
import { createEndCauses, type EndCauses } from '../../main/engine/end-causes'
import type { Container } from '../../preload/model'
import { containerOf } from '../renderer/fake-app/fake-app'

const ended = (more: Partial<Container> = {}): Container =>
  containerOf({
    ...{ id: 'a', state: 'exited', exitCode: 137, oomKilled: false, startedAt: 1000, finishedAt: 5000 },
    ...more,
  })
const told = (causes: EndCauses, what: 'memory' | 'asked', at: number): void =>
  causes.note({ id: 'a', told: { what, at } })

describe('an end by memory', () => {
  it('is known when the engine tells of the memory only after the end, and then says for good that it was not', () => {
    const causes = createEndCauses()
    expect(causes.judge(ended()).oomKilled).toBe(false)
    told(causes, 'memory', 5700)
    expect(causes.judge(ended()).oomKilled).toBe(true)
  })

  it('is believed when the engine says so and nothing was told', () => {
    expect(createEndCauses().judge(ended({ oomKilled: true })).oomKilled).toBe(true)
  })

  it('is none in the next run', () => {
    const causes = createEndCauses()
    told(causes, 'memory', 4999)
    expect(causes.judge(ended({ startedAt: 6000, finishedAt: 9000 })).oomKilled).toBe(false)
  })

  it('is none while it runs', () => {
    const causes = createEndCauses()
    told(causes, 'memory', 2000)
    const { exitCode: _none, oomKilled: _neither, ...running } = ended({ state: 'running' })
    expect(causes.judge(running)).toBe(running)
  })

  it('is none when somebody stopped it after one of its programs ran out of memory', () => {
    const causes = createEndCauses()
    told(causes, 'memory', 2000)
    told(causes, 'asked', 4990)
    expect(causes.judge(ended({ oomKilled: true })).oomKilled).toBe(false)
    // Before the app listened.
    const later = createEndCauses()
    told(later, 'asked', 4990)
    expect(later.judge(ended({ oomKilled: true })).oomKilled).toBe(false)
  })

  it('is one when memory ran out after it was asked to end, and when it was asked in a run before', () => {
    const causes = createEndCauses()
    told(causes, 'asked', 4000)
    told(causes, 'memory', 4500)
    expect(causes.judge(ended()).oomKilled).toBe(true)
    const next = createEndCauses()
    told(next, 'asked', 500)
    expect(next.judge(ended({ oomKilled: true })).oomKilled).toBe(true)
  })

  it('is forgotten with its container, and with many others after it', () => {
    const causes = createEndCauses()
    told(causes, 'memory', 5700)
    causes.note({ id: 'a', gone: true })
    expect(causes.judge(ended()).oomKilled).toBe(false)
    told(causes, 'memory', 5700)
    for (let n = 0; n < 1000; n++) causes.note({ id: `other-${n}`, told: { what: 'memory', at: 1 } })
    expect(causes.judge(ended()).oomKilled).toBe(false)
  })
})
