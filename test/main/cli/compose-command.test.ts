// `portside compose up` looks first: what stops it is printed, and nothing is begun.
import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../main/cli/command'
import { composeCommand } from '../../../main/cli/compose-command'
import type { Contract } from '../../../preload/contract'
import type { AppError } from '../../../preload/errors'
import type { ComposeAction, ComposeFinding, Language } from '../../../preload/model'

const port: ComposeFinding = {
  ...{ id: 'p', kind: 'port-taken', weight: 'stops', service: 'web', subject: '8080' },
  ...{ detail: 'nginx (PID 7)', fixes: [{ id: 'move-8081', kind: 'move-port', toPort: 8081 }] },
}
const variable: ComposeFinding = {
  ...{ id: 'v', kind: 'missing-variable', weight: 'notice', subject: 'COLOUR', fixes: [] },
}

async function up(findings: readonly ComposeFinding[], ...words: readonly string[]) {
  return upIn('en', findings, ...words)
}

async function upIn(language: Language, findings: readonly ComposeFinding[], ...words: readonly string[]) {
  const printed: string[] = []
  const calls: string[] = []
  const action: ComposeAction = {
    ...{ id: 'a', projectId: 'shop', request: { verb: 'up', services: [] }, state: 'done' },
    ...{ startedAt: 1_000, endedAt: 2_500, steps: [] },
  }
  const services = {
    engine: {
      async *watchEngine() {
        yield { state: 'connected' }
      },
    },
    compose: {
      check: async () => {
        calls.push('check')
        return { findings }
      },
      begin: async () => {
        calls.push('begin')
        return { actionId: 'a' }
      },
      async *watchActions() {
        yield { kind: 'snapshot' as const, items: [action] }
      },
    },
  }
  const print = (line: string): void => void printed.push(line)
  const context = { print, language, options: {} } as unknown as CommandContext
  const error: unknown = await composeCommand(services as unknown as Contract, context, [
    'up',
    'shop',
    ...words,
  ]).then(
    () => undefined,
    (failure: unknown) => failure,
  )
  return { printed, calls, error }
}

describe('portside compose up', () => {
  it('begins where nothing stops it, whatever else is told', async () => {
    const { printed, calls, error } = await up([variable])
    expect([error, calls]).toEqual([undefined, ['check', 'begin']])
    expect(printed).toEqual(['Done: Bring up shop in 1.5 s'])
  })

  it('prints what stops it with the ways out, and begins nothing', async () => {
    const { printed, calls, error } = await up([variable, port])
    expect(calls).toEqual(['check'])
    expect(error).toMatchObject({
      code: 'compose.would-stop',
      params: { project: 'shop', reason: 'web: 8080' },
    })
    expect((error as AppError).detail).toBe(
      [
        '! Port 8080, which web wants: nginx (PID 7)',
        '    Use 8081 instead: portside compose fix shop p move-8081',
      ].join('\n'),
    )
    expect(printed).toEqual([])
  })

  it('says it in Korean to whoever reads that', async () => {
    const { error } = await upIn('ko', [port])
    expect((error as AppError).detail).toMatch(
      /^! web이 쓸 8080 포트: nginx \(PID 7\)\n {4}8081 포트 쓰기: portside compose fix shop p move-8081$/,
    )
    const { printed } = await upIn('ko', [])
    expect(printed.join()).toMatch(/^완료: .*shop, 1\.5초 걸림$/)
  })

  it('is not stopped by a service that is not asked for', async () => {
    expect((await up([port], 'db')).calls).toEqual(['check', 'begin'])
    expect((await up([port], 'web')).calls).toEqual(['check'])
  })
})
