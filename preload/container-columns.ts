// The columns that the container list can have besides the name, in their order.
import type { ContainerColumn } from './model'

export const containerColumns = [
  'ports',
  'cpu',
  'memory',
  'started',
  'image',
  'state',
  'networks',
  'created',
] as const satisfies readonly ContainerColumn[]
