// The rows of the port map: nobody on a port is left out, and a break is where it happens.
import { describe, expect, it } from 'vitest'
import { drawnState, mapRows, type PortMapRows } from '../../renderer/ports/map-rows'
import type { Container, PortConflict, PortForward, PortListener } from '../../preload/model'
import { containerOf } from './fake-app/fake-app'

const binding = { hostAddress: '0.0.0.0', hostPort: 8081, containerPort: 80, protocol: 'tcp' } as const
const web = containerOf({ id: 'web', name: 'web', ports: [binding], state: 'running' })
const listener = (part: Partial<PortListener>): PortListener => ({
  ...{ id: `tcp/${part.address ?? '0.0.0.0'}:8081`, kind: 'process', protocol: 'tcp', address: '0.0.0.0' },
  port: 8081,
  ...part,
})
const proxies = ['0.0.0.0', '::'].map((address, n) =>
  listener({ kind: 'forward', address, pid: 50 + n, process: 'docker-proxy', containerId: 'web' }),
)
const python = listener({ address: '::1', pid: 7, process: 'python3' })
const conflict = (part: Partial<PortConflict>): PortConflict => ({
  ...{ id: 'x', kind: 'process', when: 'now', binding, wantedBy: 'container', containerId: 'web' },
  ...{ containerName: 'web', containerUp: true, since: 0, fixes: [] },
  holder: { kind: 'process', name: 'python3', pid: 7, address: '::1' },
  ...part,
})
const rowsOf = (
  listeners: readonly PortListener[],
  conflicts: readonly PortConflict[] = [],
  containers: readonly Container[] = [web],
): PortMapRows => {
  const forward: PortForward = { id: 'tcp/0.0.0.0:8081', containerId: 'web', binding, state: 'open' }
  const forwards = new Map([[forward.id, forward]])
  return mapRows({ listeners, containers, conflicts, forwards, filter: 'all', search: '' })
}
const shown = ({ hosts }: PortMapRows): string[] =>
  hosts.map((row) => `${row.name} ${row.pid ?? ''} ${row.address} ${drawnState(row)}`)

describe('the port map', () => {
  it('has one row for the forwards of a container, and one for a program beside them', () => {
    expect(shown(rowsOf(proxies))).toEqual(['web  0.0.0.0 connected'])
    for (const listeners of [
      [...proxies, python],
      [python, ...proxies],
    ])
      expect(shown(rowsOf(listeners))).toEqual(['web  0.0.0.0 connected', 'python3 7 ::1 held'])
  })

  it('keeps a program at the port of a container whose own socket the system does not show', () => {
    expect(shown(rowsOf([python]))).toEqual(['web  0.0.0.0 connected', 'python3 7 ::1 held'])
  })

  it('has one row for a program that listens at several addresses', () => {
    expect(shown(rowsOf([python, listener({ address: '::', pid: 7, process: 'python3' })], [], []))).toEqual([
      'python3 7 ::1 held',
    ])
  })

  it('breaks left of the machine for both where a program shadows a container', () => {
    const rows = rowsOf([...proxies, python], [conflict({ kind: 'shadowed' })])
    expect(shown(rows)).toEqual(['web  0.0.0.0 broken', 'python3 7 ::1 broken'])
    expect(rows.cables).toMatchObject([{ state: 'broken', breaksAt: 'computer', up: true }])
    expect(rows.insides).toMatchObject([{ state: 'broken', shadowed: true }])
  })

  it.each([['blog'], ['zeta']])('breaks right of it for %s alone, which wants what another has', (name) => {
    const blog = containerOf({ id: name, name, ports: [binding], state: 'exited' })
    const holder = { kind: 'container', name: 'web', containerId: 'web', address: '0.0.0.0' } as const
    const clash = conflict({ kind: 'container', containerId: name, containerUp: false, holder })
    const rows = rowsOf(proxies, [clash], [web, blog])
    expect(shown(rows)).toEqual(['web  0.0.0.0 connected'])
    // The table says it in a word.
    expect(rows.hosts[0]).toMatchObject({ state: 'broken', breaksAt: 'machine' })
    const cables = rows.cables.map(({ state, breaksAt, up }) => `${state} ${breaksAt ?? '-'} ${up}`)
    expect(cables.sort()).toEqual(['broken machine false', 'connected - true'])
  })

  it('leaves out one that waits until the one in its place runs', () => {
    const old = containerOf({ id: 'old', name: 'web.before-change', ports: [binding], state: 'exited' })
    const clash = conflict({ containerId: 'old', containerUp: false })
    expect(rowsOf(proxies, [clash], [web, old]).insides.map(({ name }) => name)).toEqual(['web'])
    // What was left behind without another in its place is somebody's container.
    expect(rowsOf(proxies, [clash], [old]).insides.map(({ name }) => name)).toEqual(['web.before-change'])
  })

  it('shows what would clash later without calling anything broken', () => {
    const later = containerOf({ id: 'later', name: 'later', ports: [binding], state: 'exited' })
    const rows = rowsOf([python], [conflict({ when: 'later', containerId: 'later' })], [later])
    expect(shown(rows)).toEqual(['python3 7 ::1 held'])
    expect(rows.cables).toMatchObject([{ state: 'planned', up: false }])
  })
})
