// What the methods of the readiness service accept.
import { z } from 'zod'
import type { ReadinessFixKind, ReadinessId } from '../../../preload/model'
import { type ServiceValidators, none, port } from './shared'

/** All of them, held by the compiler: what is offered must be accepted. */
const ids: Readonly<Record<ReadinessId, true>> = {
  ...{ system: true, virtualization: true, platform: true, wsl: true, 'wsl-memory': true, disk: true },
  ...{ memory: true, 'other-docker': true, 'docker-context': true, path: true, ports: true, proxy: true },
  ...{ vpn: true, clock: true, folders: true },
}
const kinds: Readonly<Record<ReadinessFixKind, true>> = {
  ...{ 'install-wsl': true, 'update-wsl': true, 'restart-windows': true, 'raise-wsl-memory': true },
  ...{ 'use-portside-context': true, 'add-docker-to-path': true, 'remove-docker-from-path': true },
  ...{ 'choose-ports': true, 'use-usual-ports': true, 'share-home': true },
}
/** As many as there are in the catalogue, roughly. */
const mostPorts = 100

export const readiness = {
  watchReadiness: none,
  check: none,
  fix: z.strictObject({
    id: z.enum(Object.keys(ids) as ReadinessId[]),
    kind: z.enum(Object.keys(kinds) as ReadinessFixKind[]),
    ports: z
      .array(z.strictObject({ port, use: port }))
      .max(mostPorts)
      .exactOptional(),
  }),
} satisfies ServiceValidators<'readiness'>
