import { describe, expect, it } from 'vitest'
import { compareWithTeam } from '../../main/workspaces/compare'
import { composeJson } from '../../main/base/compose-json'
import { secretPlaceholder, type ReadWorkspace } from '../../main/workspaces/read-workspace'
import type { WorkspaceRecord } from '../../main/workspaces/workspace-record'
import type { Container, ContainerDetails } from '../../preload/model'

const team = {
  block: { version: 1, name: 'Shop', data: '2' },
  config: composeJson.parse({
    name: 'shop',
    services: {
      web: { image: 'acme/web:2', ports: [{ target: 80, published: '8080', protocol: 'tcp' }] },
      db: {
        image: 'mysql:8',
        environment: { MODE: 'fast', PASSWORD: secretPlaceholder, PRICE: '5$', OUTSIDE: null },
      },
      mail: { image: 'mailpit' },
      idle: { image: 'busybox', scale: 0 },
    },
  }),
} as unknown as ReadWorkspace

const here = (service: string, image: string, hostPort?: number): Container =>
  ({
    ...{ id: service, project: 'shop', service, image },
    ports: hostPort === undefined ? [] : [{ containerPort: 80, protocol: 'tcp', hostPort }],
  }) as unknown as Container

describe('a comparison with the team', () => {
  it('tells versions, ports, environment, services and the revision of the data, and no secret', async () => {
    const env: Readonly<Record<string, readonly { name: string; value: string }[]>> = {
      db: [
        { name: 'MODE', value: 'slow' },
        { name: 'PASSWORD', value: 'hush' },
        { name: 'PRICE', value: '5$' },
        { name: 'PATH', value: '/bin' },
      ],
    }
    const containers = [here('web', 'acme/web:1', 8081), here('db', 'mysql:8'), here('extra', 'busybox')]
    const record = { project: 'shop', data: '1' } as unknown as WorkspaceRecord
    const { changes, teamData, ownData } = await compareWithTeam(record, team, {
      containers,
      containersService: {
        getDetails: async ({ id }) => ({ env: env[id] ?? [] }) as unknown as ContainerDetails,
      },
    })
    expect(changes).toEqual([
      { kind: 'image', subject: 'web', service: 'web', was: 'acme/web:2', now: 'acme/web:1' },
      { kind: 'port', subject: '80/tcp', service: 'web', was: '8080', now: '8081' },
      { kind: 'env', subject: 'MODE', service: 'db', was: 'fast', now: 'slow' },
      { kind: 'service-removed', subject: 'mail', service: 'mail' },
      { kind: 'service-added', subject: 'extra', service: 'extra' },
      { kind: 'data', subject: '', was: '2', now: '1' },
    ])
    expect({ teamData, ownData }).toEqual({ teamData: '2', ownData: '1' })
    expect(JSON.stringify(changes)).not.toContain('hush')
  })
})
