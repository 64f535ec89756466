// The ports of the design's pictures: who listens, what clashes now, and what would clash later.
import type { PortConflict, PortHolder, PortListener } from '../../../preload/model'
import type { FakeApp } from '../fake-app/fake-app'

const mysqld: PortHolder = { kind: 'process', name: 'mysqld', pid: 4312, address: '127.0.0.1' }
const node: PortHolder = { kind: 'process', name: 'node', pid: 18_220, address: '127.0.0.1' }

const listenerOf = ({ name, pid = 0, address }: PortHolder, port: number): PortListener => ({
  id: `tcp/${address}:${port}`,
  kind: 'process',
  protocol: 'tcp',
  ...{ address, port, pid, process: name },
})

const conflictOf = (
  container: string,
  [hostPort, containerPort]: readonly [number, number],
  part: Partial<PortConflict>,
): PortConflict => ({
  ...{ id: `tcp-${hostPort}-${container}`, kind: 'process', when: 'later', wantedBy: 'container' },
  ...{ containerId: container, containerName: container, containerUp: false, holder: node, since: 0 },
  binding: { hostAddress: '0.0.0.0', hostPort, containerPort, protocol: 'tcp' },
  fixes: [],
  ...part,
})

const move = (toPort: number) => ({ id: `use-${toPort}`, kind: 'move', toPort }) as const

export function fillPorts(app: FakeApp): void {
  for (const { binding, containerId, state } of app.forwards.items.values()) {
    const { hostAddress: address, hostPort: port, protocol } = binding
    if (state === 'open')
      app.listeners.upsert({
        id: `${protocol}/${address}:${port}`,
        kind: 'forward',
        ...{ protocol, address, port, containerId, process: 'gvproxy', pid: 900 },
      })
  }
  app.listeners.upsert(listenerOf(node, 3000), listenerOf(mysqld, 3306), {
    ...{ id: 'reserved tcp/50000-50059', kind: 'reserved', protocol: 'tcp', address: '0.0.0.0' },
    ...{ port: 50_000, lastPort: 50_059 },
  })
  app.conflicts.upsert(
    conflictOf('shop-db-1', [3306, 3306], {
      ...{ when: 'now', containerUp: true, project: 'shop', holder: mysqld },
      fixes: [
        move(3307),
        { id: 'stop-process-4312', kind: 'stop-process', pid: 4312, name: 'mysqld' },
        { id: 'stop-this', kind: 'stop-wanter', containerId: 'shop-db-1', name: 'shop-db-1' },
      ],
    }),
    conflictOf('blog-web-1', [8000, 2368], {
      ...{ kind: 'container', when: 'now', project: 'blog' },
      holder: { kind: 'container', name: 'shop-web-1', containerId: 'shop-web-1', address: '0.0.0.0' },
      fixes: [
        move(8001),
        {
          id: 'stop-container-shop-web-1',
          kind: 'stop-holder',
          containerId: 'shop-web-1',
          name: 'shop-web-1',
        },
      ],
    }),
    conflictOf('analytics-metabase-1', [3000, 3000], { project: 'analytics', fixes: [move(3001)] }),
    ...(
      [
        [6379, 6380],
        [8025, 8026],
      ] as const
    ).map(([port, movesTo]) =>
      conflictOf(`workspace/crm/s${port}`, [port, port], {
        ...{ containerName: `crm/s${port}`, wantedBy: 'workspace', project: 'crm', movesTo },
        holder: { kind: 'container', name: 'shop-cache-1', containerId: 'shop-cache-1', address: '0.0.0.0' },
      }),
    ),
    conflictOf('pay/api', [50_051, 50_051], {
      ...{ kind: 'reserved', wantedBy: 'workspace', fixes: [move(50_060)] },
      holder: { kind: 'unknown', name: '', address: '0.0.0.0' },
      reserved: { first: 50_000, last: 50_059 },
    }),
  )
}
