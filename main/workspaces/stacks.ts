// Servers of the catalogue that go together, written as a workspace of this computer's own: nobody else's file to trust.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import {
  hostPortOf,
  stackEntries,
  stackName,
  type CatalogueEntry,
  type StackId,
} from '../../preload/catalogue'
import type { WorkspaceBlock } from './workspace-schema'

/** The compose file; passwords are asked for, so that none stands in it. */
export function stackFile(id: StackId): string {
  const entries = stackEntries(id)
  const secrets = entries.flatMap(({ passwords }) => passwords)
  const block: WorkspaceBlock = {
    version: 1,
    name: stackName(id),
    author: 'Portside',
    services: Object.fromEntries(
      entries.map(({ id: name, name: title, kind: icon }) => [name, { title, icon }]),
    ),
    ports: entries.flatMap(({ id: service, name, ports, page }) =>
      ports.map(({ port }) => ({
        ...{ service, port, meaning: name },
        ...(port === page ? { url: 'http://localhost:{port}/' } : {}),
      })),
    ),
    readiness: entries.flatMap(({ id: service, ports: [first] }) =>
      first === undefined ? [] : [{ service, port: first.port, seconds: 300 }],
    ),
    ...(secrets.length === 0 ? {} : { secrets: secrets.map((name) => ({ name })) }),
  }
  const volumes = entries.flatMap(({ volume }) => (volume ? [volume.name] : []))
  return stringify(
    {
      ...{ name: id, 'x-portside': block },
      services: Object.fromEntries(entries.map((entry) => [entry.id, serviceOf(entry)])),
      ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
    },
    { lineWidth: 0 },
  )
}

function serviceOf(entry: CatalogueEntry): object {
  const { image, ports, env, passwords, volume, health, command } = entry
  const environment = [
    ...env.map(({ name, value }) => [name, plain(value)]),
    ...passwords.map((name) => [name, `\${${name}}`]),
  ]
  return {
    image,
    restart: 'unless-stopped',
    ports: ports.map(({ port, protocol }) => `127.0.0.1:${hostPortOf(port)}:${port}/${protocol}`),
    ...(environment.length === 0 ? {} : { environment: Object.fromEntries(environment) as object }),
    ...(command === undefined ? {} : { command: plain(command) }),
    ...(health === undefined ? {} : { healthcheck: { test: ['CMD-SHELL', plain(health)], ...patience } }),
    ...(volume ? { volumes: [`${volume.name}:${volume.path}`] } : {}),
  }
}

/** A database sets itself up at its first start. */
const patience = { interval: '3s', timeout: '5s', retries: 100 }

/** Variables in it are the container's, not Compose's. */
const plain = (text: string): string => text.replaceAll('$', '$$$$')

/** One that is there already may have been changed by its person and stays. @returns its path */
export async function writeStack(folder: string, id: StackId): Promise<string> {
  const file = join(folder, 'stacks', id, 'compose.yaml')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, stackFile(id), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
  return file
}
