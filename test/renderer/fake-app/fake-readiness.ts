// The stand-in's readiness: a Windows with two things to fix, or nothing in the way.
import type { ReadinessService } from '../../../preload/contract'
import type { Readiness, ReadinessCheck } from '../../../preload/model'
import { WatchedValue } from './watched'

export class FakeReadiness {
  readonly value = new WatchedValue<Readiness>({ checking: false, checkedAt: 1, checks: [] })
  readonly service: ReadinessService = {
    watchReadiness: (options) => this.value.watch(options?.signal),
    check: async () => this.value.value,
    fix: async ({ id }) => {
      const { checks } = this.value.value
      this.value.value = {
        ...this.value.value,
        checks: checks.map((one) => (one.id === id ? (fixed[id] ?? one) : one)),
      }
    },
  }
}

const fixed: Partial<Record<ReadinessCheck['id'], ReadinessCheck>> = {
  wsl: { id: 'wsl', state: 'ok', outcome: 'wsl.ok', params: { version: '2.5.10' }, fixes: [] },
  'wsl-memory': {
    id: 'wsl-memory',
    state: 'ok',
    outcome: 'wsl-memory.ok',
    params: { size: '8 GB' },
    fixes: [],
  },
  ports: {
    ...{ id: 'ports', state: 'ok', outcome: 'ports.chosen', params: { list: 'MySQL: 3311 (3306)' } },
    fixes: [{ kind: 'use-usual-ports', elevates: false, aboutSeconds: 1 }],
  },
}

const ok = { state: 'ok', params: {}, fixes: [] } as const

/** As in the mock of the welcome. */
export const twoToFix: readonly ReadinessCheck[] = [
  { ...ok, id: 'system', outcome: 'system.ok', params: { name: 'Windows 11 (26100)' } },
  { ...ok, id: 'virtualization', outcome: 'virtualization.ok', params: { system: 'Windows' } },
  { ...ok, id: 'platform', outcome: 'platform.ok' },
  {
    id: 'wsl',
    state: 'bad',
    outcome: 'wsl.old',
    params: { have: '2.0.9', least: '2.1.5' },
    fixes: [{ kind: 'update-wsl', elevates: true, aboutSeconds: 60 }],
  },
  {
    id: 'wsl-memory',
    state: 'bad',
    outcome: 'wsl-memory.little',
    params: { size: '2 GB', least: '3 GB', raised: '8 GB' },
    fixes: [{ kind: 'raise-wsl-memory', elevates: false, aboutSeconds: 5 }],
  },
  { ...ok, id: 'disk', outcome: 'disk.ok', params: { free: '128 GB' } },
  { ...ok, id: 'memory', outcome: 'memory.ok', params: { size: '16 GB' } },
  {
    id: 'other-docker',
    state: 'note',
    outcome: 'other-docker.running',
    params: { name: 'Docker Desktop' },
    fixes: [],
  },
  {
    id: 'ports',
    state: 'note',
    outcome: 'ports.taken',
    params: { port: 3306, service: 'MySQL', name: 'mysqld (PID 4312)', next: 3307 },
    fixes: [{ kind: 'choose-ports', elevates: false, aboutSeconds: 1 }],
    taken: [{ service: 'MySQL', port: 3306, wanted: 3306, holder: 'mysqld (PID 4312)', next: 3307 }],
  },
]
