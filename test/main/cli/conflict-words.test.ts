// What the terminal is told of a port conflict: one sentence, and for each way out what it does.
import { describe, expect, it } from 'vitest'
import { fixText, sentenceOf } from '../../../main/cli/conflict-words'
import { AppError, serialiseError } from '../../../preload/errors'
import type { PortConflict, PortHolder } from '../../../preload/model'

const python: PortHolder = { kind: 'process', name: 'python3', pid: 7, address: '0.0.0.0' }
const nobody: PortHolder = { kind: 'unknown', name: '', address: '0.0.0.0' }
const conflict = (part: Partial<PortConflict>): PortConflict => ({
  ...{ id: 'tcp-3306-c1', kind: 'process', when: 'now', wantedBy: 'container', containerId: 'c1' },
  ...{ containerName: 'db', containerUp: false, holder: python, since: 0, fixes: [] },
  binding: { hostAddress: '0.0.0.0', hostPort: 3306, containerPort: 3306, protocol: 'tcp' },
  ...part,
})

describe('a conflict in a terminal', () => {
  it.each<[Partial<PortConflict>, string]>([
    [{}, 'python3 (PID 7) has port 3306, so db could not start.'],
    [{ containerUp: true }, 'localhost:3306 reaches python3 (PID 7), not db.'],
    [{ when: 'later' }, 'db (stopped) wants port 3306 once it starts. python3 (PID 7) has it.'],
    [
      {
        when: 'later',
        wantedBy: 'workspace',
        containerName: 'crm/db',
        holder: { ...python, kind: 'container', name: 'web' },
      },
      'crm/db wants port 3306 once it starts. The container web has it.',
    ],
    [{ holder: { ...nobody, user: 'mysql' } }, 'A program of mysql has port 3306, so db could not start.'],
    [
      { holder: { ...nobody, otherUser: true } },
      'A program of another user has port 3306, so db could not start.',
    ],
    [{ holder: nobody }, 'A program that cannot be named has port 3306, so db could not start.'],
    [
      { kind: 'reserved', holder: nobody, reserved: { first: 3300, last: 3399 } },
      'Windows keeps the ports 3300-3399 for itself, so db could not start.',
    ],
    [
      { kind: 'privileged', holder: nobody, containerUp: true },
      'Port 3306 needs an administrator, so db cannot be reached at localhost:3306.',
    ],
    [
      { kind: 'shadowed', containerUp: true },
      'python3 (PID 7) listens on port 3306, too: localhost:3306 may reach it instead of db.',
    ],
    [
      {
        ...{ kind: 'failed', holder: nobody, containerUp: true },
        error: serialiseError(new AppError('port.forward-failed', { detail: 'no route' })),
      },
      'Port 3306 could not be opened (no route), so db cannot be reached at localhost:3306.',
    ],
    [
      {
        kind: 'container',
        wantedBy: 'service',
        containerUp: true,
        holder: { ...python, kind: 'container', name: 'web' },
      },
      'The container web has port 3306, so db cannot be reached at localhost:3306.',
    ],
  ])('is told by %j', (part, sentence) => expect(sentenceOf(conflict(part))).toBe(sentence))

  it('tells what each way out does, and how a program was started', () => {
    const told = (part: Partial<PortConflict>, fix: PortConflict['fixes'][number]) =>
      fixText(conflict(part), fix)
    expect(told({}, { id: 'a', kind: 'move', toPort: 3307 })).toBe('use port 3307 instead of 3306')
    const stop = { id: 'b', kind: 'stop-process', pid: 7, name: 'python3', command: 'python3 -m x' } as const
    expect(told({}, stop)).toBe('stop python3 (PID 7), then start db: python3 -m x')
    const holder = { id: 'c', kind: 'stop-holder', containerId: 'w', name: 'web' } as const
    expect(told({ when: 'later' }, holder)).toBe('stop the container web')
    expect(told({ containerUp: true }, { ...holder, kind: 'stop-wanter' })).toBe('stop the container web')
    expect(told({}, { id: 'd', kind: 'free-reserved', port: 3306, commands: [] })).toContain('administrator')
  })
})
