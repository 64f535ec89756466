import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackEntries, stackIds, stackName } from '../../preload/catalogue'
import { stackFile } from '../../main/workspaces/stacks'
import { readWorkspaceFile } from '../../main/workspaces/workspace-file'

interface Parsed {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly environment?: Readonly<Record<string, string>>
        readonly healthcheck?: { readonly test: readonly string[] }
        readonly ports: readonly string[]
        readonly volumes?: readonly string[]
        readonly command?: string
      }
    >
  >
}

describe.each(stackIds)('servers that go together: %s', (id) => {
  const { block, content } = readWorkspaceFile(stackFile(id), 'stack')
  const { services } = content as unknown as Parsed

  it('are complete: data, health, ports of this computer only, a question for each password', () => {
    expect(Object.keys(services)).toEqual(id.split('-'))
    expect(block.name).toBe(stackName(id))
    for (const entry of stackEntries(id)) {
      const one = services[entry.id]
      expect(one?.volumes).toEqual(entry.volume && [`${entry.volume.name}:${entry.volume.path}`])
      expect(one?.healthcheck?.test[0]).toBe('CMD-SHELL')
      expect(one?.ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true)
      for (const name of entry.passwords) expect(one?.environment?.[name]).toBe(`\${${name}}`)
    }
    expect(block.secrets?.map(({ name }) => name)).toEqual(
      stackEntries(id).flatMap(({ passwords }) => passwords),
    )
    expect(block.readiness?.map(({ service }) => service)).toEqual(id.split('-'))
  })

  it('leave variables of checks and commands to the container', () => {
    for (const { healthcheck, command = '' } of Object.values(services))
      expect(`${healthcheck?.test[1]} ${command}`.replaceAll('$$', '')).not.toContain('$')
  })
})

it('are plain YAML', () => {
  expect(parse(stackFile('mysql-redis'))).toMatchObject({ name: 'mysql-redis' })
})
