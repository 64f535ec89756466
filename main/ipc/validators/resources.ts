// What the methods of the resources service accept.
import { z } from 'zod'
import { type ServiceValidators, none, id, ids } from './shared'

export const resources = {
  watchSamples: none,
  watchContainers: z.strictObject({ ids: z.array(id).max(500) }),
  setLimits: z.strictObject({
    id,
    limits: z.strictObject({
      memoryBytes: z.number().min(0).optional(),
      cpus: z.number().min(0).optional(),
      restart: z.enum(['no', 'unless-stopped', 'always', 'on-failure']).optional(),
    }),
  }),
  planReclaim: none,
  reclaim: ids,
  watchWarnings: none,
  applyRemedy: z.strictObject({ warningId: id, remedyId: id }),
  dismissWarning: z.strictObject({
    id,
    minutes: z
      .int()
      .min(0)
      .max(60 * 24 * 7),
  }),
  getHistory: z.strictObject({ range: z.enum(['5m', '1h', '24h']) }),
} satisfies ServiceValidators<'resources'>
