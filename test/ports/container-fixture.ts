// A container for tests of ports, running and publishing what is asked for.
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
  ...more,
})

export const tcp = (hostPort: number, hostAddress = '0.0.0.0', containerPort = 80): PortBinding => ({
  hostAddress,
  hostPort,
  containerPort,
  protocol: 'tcp',
})
