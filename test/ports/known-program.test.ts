// Programs that are called by the name people know, on each system, and those that are not.
import { describe, expect, it } from 'vitest'
import { knownNames, knownProgram } from '../../main/ports/known-program'
import { explainHolder, holderOfListener } from '../../main/ports/port-holder'
import type { Listener } from '../../main/ports/listener'

const at = (port: number, part: Partial<Listener>): Listener => ({
  protocol: 'tcp',
  address: '0.0.0.0',
  port,
  pid: 412,
  ...part,
})

describe('a known program', () => {
  it.each([
    [at(5000, { process: 'ControlCenter' }), 'airplay'],
    [at(7000, { process: 'ControlCe' }), 'airplay'],
    [at(5001, { process: 'ControlCenter' }), undefined],
    [at(80, { process: 'System', pid: 4 }), 'windows-web'],
    [at(445, { process: 'System', pid: 4 }), 'windows-files'],
    [at(80, { process: 'System' }), undefined],
    [at(3306, { process: 'mysqld.exe' }), 'mysql'],
    [at(3307, { process: 'mariadbd' }), 'mysql'],
    [at(5432, { process: 'postgres' }), 'postgresql'],
    [at(6379, { process: 'redis-server' }), 'redis'],
    [at(80, { process: 'com.docker.backend.exe' }), 'docker-desktop'],
    [at(80, { process: 'OrbStack Helper' }), 'orbstack'],
    [at(80, { process: 'gvproxy', command: '/opt/podman/bin/gvproxy -listen x' }), 'podman'],
    [at(80, { process: 'gvproxy', command: '/opt/Portside/gvproxy -listen x' }), 'portside'],
    [at(80, { process: 'gvproxy' }), undefined],
    [at(80, { process: 'wslrelay.exe' }), 'wsl-relay'],
    [at(80, { process: 'svchost.exe', services: ['iphlpsvc'] }), 'windows-portproxy'],
    [at(80, { process: 'my-mysqld-tool' }), undefined],
    [at(80, {}), undefined],
  ])('%j is %s', (listener, known) => expect(knownProgram(listener)).toBe(known))

  it('is named together with its process, and a service by its own name', () => {
    const words = (listener: Listener): string => explainHolder(holderOfListener(listener, listener))
    expect(words(at(5000, { process: 'ControlCenter' }))).toBe('AirPlay Receiver: ControlCenter (PID 412)')
    expect(words(at(135, { process: 'svchost.exe', services: ['RpcSs'] }))).toBe(
      'RpcSs: svchost.exe (PID 412)',
    )
    expect(words(at(80, { process: 'node' }))).toBe('node (PID 412)')
    expect(new Set(Object.values(knownNames)).size).toBe(Object.keys(knownNames).length)
  })
})
