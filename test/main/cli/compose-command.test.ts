// `portside compose up` looks first: what stops it is printed, and nothing is begun.
import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../main/cli/command'
import { composeCommand } from '../../../main/cli/compose-command'
import type { Contract } from '../../../preload/contract'
import type { ComposeAction, ComposeFinding } from '../../../preload/model'

const port: ComposeFinding = {
  ...{ id: 'p', kind: 'port-taken', weight: 'stops', service: 'web', subject: '8080' },
  ...{ detail: 'nginx (PID 7)', fixes: [{ id: 'move-8081', kind: 'move-port', toPort: 8081 }] },
}
const variable: ComposeFinding = {
  ...{ id: 'v', kind: 'missing-variable', weight: 'notice', subject: 'COLOUR', fixes: [] },
}

async function up(findings: readonly ComposeFinding[], ...words: readonly string[]) {
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
  const context = { print: (line: string) => void printed.push(line), options: {} } as CommandContext
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
    expect(printed).toEqual(['Done: up shop in 1.5 s'])
  })

  it('prints what stops it with the ways out, and begins nothing', async () => {
    const { printed, calls, error } = await up([variable, port])
    expect(calls).toEqual(['check'])
    expect(error).toMatchObject({
      code: 'compose.would-stop',
      params: { project: 'shop', reason: 'web: 8080' },
    })
    expect(printed.join('\n')).toMatch(
      /stops +port-taken +web +8080 \(nginx \(PID 7\)\) +move-port 8081 \(fix p move-8081\)/,
    )
    expect(printed.join('\n')).not.toContain('COLOUR')
  })

  it('is not stopped by a service that is not asked for', async () => {
    expect((await up([port], 'db')).calls).toEqual(['check', 'begin'])
    expect((await up([port], 'web')).calls).toEqual(['check'])
  })
})
