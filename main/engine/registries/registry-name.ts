// Names of registries: as people say them, and as Docker and its helpers write them down.
import { AppError } from '../../../preload/errors'

export const dockerHub = 'docker.io'
/** What every Docker tool stores a login for Docker Hub under. */
const hubServer = 'https://index.docker.io/v1/'

const host = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/

/** `https://ghcr.io/` becomes `ghcr.io`; nothing, and each name of Docker Hub, becomes `docker.io`. @throws registry.bad-name */
export function parseRegistry(input: string): string {
  const name = input
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/(?:v[12]\/?)?$/, '')
    .toLowerCase()
  if (name === '' || /^(?:index\.|registry-1\.|hub\.)?docker\.(?:io|com)$/.test(name)) return dockerHub
  if (!host.test(name)) throw new AppError('registry.bad-name', { params: { registry: input.slice(0, 80) } })
  return name
}

export const serverOf = (registry: string): string => (registry === dockerHub ? hubServer : registry)

/** Undefined for what helpers keep besides logins, such as tokens of Docker's own. */
export function registryOfServer(server: string): string | undefined {
  if (/\/(?:access|refresh)-token/.test(server)) return undefined
  try {
    return parseRegistry(server)
  } catch {
    return undefined
  }
}

/** The registry that an image's name leads to. The name must be one that was checked. */
export function registryOfReference(repository: string): string {
  const [first = '', ...rest] = repository.split('/')
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first))
    ? parseRegistry(first)
    : dockerHub
}
