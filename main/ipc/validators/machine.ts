// What the methods of the machine service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

export const machine = {
  watchMachine: none,
  watchUsage: none,
  start: none,
  stop: none,
  restart: none,
  save: none,
  repair: none,
  erase: z.strictObject({ confirmation: z.string().max(64) }),
  pause: none,
  resume: none,
  reclaimMemory: none,
  reclaimDisk: none,
  seeNotices: none,
  getConsole: none,
} satisfies ServiceValidators<'machine'>
