// What is said of ranges: those that several containers share, and those of a team's file.
import { describe, expect, it } from 'vitest'
import type { ComposeFinding, PortConflict, WorkspacePort } from '../../preload/model'
import { translator } from '../../renderer/i18n/translate'
import { describeLater, fixLabel } from '../../renderer/ports/conflict-words'
import { describeMove, findingText } from '../../renderer/i18n/shared-words'
import { isElsewhere, teamNumbers, teamPorts } from '../../renderer/workspaces/port-words'

const [en, ko] = [translator('en'), translator('ko')]

describe('a range that several containers share', () => {
  const conflict: PortConflict = {
    ...{
      id: 'x',
      kind: 'process',
      when: 'later',
      wantedBy: 'compose',
      containerId: 'x',
      since: 0,
      fixes: [],
    },
    ...{ containerName: 'shop/web', containerUp: false, shortage: { needed: 3, free: 2, held: 8001 } },
    binding: {
      ...{ hostAddress: '0.0.0.0', hostPort: 8000, containerPort: 80, protocol: 'tcp' },
      hostRange: { first: 8000, last: 8002 },
    },
    holder: { kind: 'process', name: 'python3', pid: 7, address: '0.0.0.0' },
  }

  it('says how many are needed and left, and who has the first of the others', () => {
    expect(describeLater(en, conflict)).toBe(
      'shop/web needs 3 of the 3 ports 8000–8002, and 2 can be had. 8001: python3 (PID 7) has it.',
    )
    expect(describeLater(ko, conflict)).toBe(
      'shop/web은 8000–8002 포트 3개 중 3개가 필요한데 2개만 쓸 수 있어요. 8001 포트는 python3(PID 7)이 쓰고 있어요.',
    )
    const few = { ...conflict, shortage: { needed: 4, free: 3 } }
    expect(describeLater(en, few)).toBe('shop/web needs 4 of the 3 ports 8000–8002, and 3 can be had.')
    const { hostRange: _, ...single } = conflict.binding
    expect(describeLater(en, { ...few, binding: single })).toBe(
      'shop/web will be 4 containers, and only one of them can have 8000.',
    )
    expect(fixLabel(en, { id: 'x', kind: 'move', toPort: 8003, toLast: 8005 })).toBe('Use 8003–8005 instead')
  })

  it('is told before up, too', () => {
    const finding: ComposeFinding = {
      ...{ id: 'x', kind: 'port-taken', weight: 'stops', service: 'web', subject: '8000-8002', fixes: [] },
      ...{ detail: 'web', shortage: { needed: 3, free: 2 } },
    }
    expect(findingText(en, finding, 'en')).toBe('web needs 3 ports of 8000-8002, and 2 can be had.')
    expect(findingText(ko, { ...finding, detail: 'cache' }, 'ko')).toBe(
      'web은 8000-8002 중 포트 3개가 필요한데 2개만 쓸 수 있어요. cache',
    )
  })
})

describe('a range of the team’s file', () => {
  const port: WorkspacePort = {
    ...{ service: 'web', containerPort: 80, protocol: 'tcp', address: '0.0.0.0', teamPort: 0, hostPort: 0 },
    teamRange: { first: 8000, last: 8010 },
  }

  it('is read as one of several, and none of it is elsewhere', () => {
    expect([teamPorts(en, port), teamPorts(ko, port)]).toEqual(['one of 8000–8010', '8000–8010 중 하나'])
    expect(teamPorts(en, { ...port, count: 3 })).toBe('3 of 8000–8010')
    expect(teamNumbers(port)).toBe('8000–8010')
    expect([8000, 8010, 8011, 0].map((one) => isElsewhere(port, one))).toEqual([false, false, true, false])
  })

  it('is said to be taken with who has the first', () => {
    const move = { service: 'web', from: 8000, fromLast: 8010, to: 8011, holder: 'python3 (PID 7)' }
    expect(describeMove(en, move)).toBe(
      'Too few of 8000–8010 are free, so web gets 8011. 8000: python3 (PID 7) has it.',
    )
    expect(describeMove(en, { ...move, toLast: 8012, holder: '' })).toBe(
      'Too few of 8000–8010 are free, so web gets 8011–8012.',
    )
  })
})
