// What the methods of the WSL service accept.
import { z } from 'zod'
import { type ServiceValidators, name, none } from './shared'

const mostBytes = 2 ** 50
const change = z.strictObject({
  processors: z.int().min(1).max(4096).nullable().exactOptional(),
  memoryBytes: z.int().min(1).max(mostBytes).nullable().exactOptional(),
  swapBytes: z.int().min(0).max(mostBytes).nullable().exactOptional(),
  autoMemoryReclaim: z.enum(['disabled', 'gradual', 'dropCache']).nullable().exactOptional(),
})

export const wsl = {
  watchSetup: none,
  install: none,
  update: none,
  cancelSetup: none,
  getLimits: none,
  planLimits: z.strictObject({ change }),
  applyLimits: z.strictObject({ change, basis: z.string().max(64) }),
  getDistributions: none,
  compactDisk: none,
  setIntegration: z.strictObject({ name, on: z.boolean() }),
} satisfies ServiceValidators<'wsl'>
