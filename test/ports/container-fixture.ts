// A container for tests of ports, running and publishing what is asked for.
import type { PortsOptions } from '../../main/ports/ports'
import type { Container, PortBinding } from '../../preload/model'

export const container = (
  name: string,
  ports: readonly PortBinding[],
  more: Partial<Container> = {},
): Container => ({
  id: name.padEnd(64, '0'),
  name,
  image: 'x',
  imageId: 'x',
  state: 'running',
  createdAt: 0,
  ports,
  tty: false,
  anonymousVolumes: [],
  networks: [],
  volumes: [],
  ...more,
})

export const tcp = (hostPort: number, hostAddress = '0.0.0.0', containerPort = 80): PortBinding => ({
  hostAddress,
  hostPort,
  containerPort,
  protocol: 'tcp',
})

const notExpected = (): Promise<never> => Promise.reject(new Error('this test applies no fix'))

/** For tests in which no fix of a conflict is applied. */
export const noFixes: Pick<PortsOptions, 'actions'> = {
  actions: { start: notExpected, stop: notExpected, movePort: notExpected },
}
