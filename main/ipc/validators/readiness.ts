// What the methods of the readiness service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

export const readiness = {
  watchReadiness: none,
  check: none,
  fix: z.strictObject({
    id: z.enum([
      ...(['system', 'virtualization', 'platform', 'wsl', 'wsl-memory', 'disk', 'memory'] as const),
      ...(['other-docker', 'docker-context', 'path', 'proxy', 'vpn', 'clock'] as const),
    ]),
    kind: z.enum([
      ...(['install-wsl', 'update-wsl', 'restart-windows', 'raise-wsl-memory'] as const),
      ...(['use-portside-context', 'add-docker-to-path'] as const),
    ]),
  }),
} satisfies ServiceValidators<'readiness'>
