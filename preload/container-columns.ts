// The columns that the container list can have besides the name, in their order, and what it can be sorted by.
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

export const containerOrders = ['name', ...containerColumns] as const
