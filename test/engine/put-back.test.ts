// What uses a volume that an earlier try left neither old nor new stays stopped until the volume is whole.
import { expect, it } from 'vitest'
import { putBack, type PutBackOptions, type PutBackWork } from '../../main/engine/put-back'

const user = { id: 'a', name: 'db', wasPaused: false, startedAt: '2026-01-01T00:00:00Z' }

/** @returns what was done to its user until the work was cancelled */
async function cancelled(users: PutBackWork['users']): Promise<readonly string[]> {
  const done: string[] = []
  const abort = new AbortController()
  const container = {
    inspect: async () => ({
      HostConfig: {},
      State: { Running: true, Paused: false, StartedAt: user.startedAt },
    }),
    stop: async () => void done.push('stop'),
    start: async () => void done.push('start'),
  }
  const docker = {
    listContainers: async () => [{ Id: 'a', Names: ['/db'], Labels: {} }],
    getContainer: () => container,
  }
  const options = {
    calls: { call: (_asked: unknown, work: (to: unknown) => unknown) => work(docker) },
  } as unknown as PutBackOptions
  const work = {
    ...{ backup: { volume: 'data' }, signal: abort.signal, ...(users ? { users } : {}) },
    save: async () => abort.abort(),
  } as unknown as PutBackWork
  await expect(putBack(options, work)).rejects.toThrow(/abort/i)
  return done
}

it('starts again what a cancelled restore had stopped', async () =>
  expect(await cancelled(undefined)).toEqual(['stop', 'start']))

it('leaves stopped what a cut-off restore had stopped', async () =>
  expect(await cancelled([user])).toEqual(['stop']))
