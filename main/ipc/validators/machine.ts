// What the methods of the machine service accept.
import { type ServiceValidators, none } from './shared'

export const machine = {
  watchMachine: none,
  watchUsage: none,
  start: none,
  stop: none,
  restart: none,
  save: none,
  pause: none,
  resume: none,
  reclaimMemory: none,
  reclaimDisk: none,
  getConsole: none,
} satisfies ServiceValidators<'machine'>
