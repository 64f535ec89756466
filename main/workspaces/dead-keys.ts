// What the block says about things that are not in the file, as Compose reads it whole: nobody would notice otherwise.
import { composeJson, type ComposeJson } from '../base/compose-json'
import { publishedOf } from './team-port'
import { readWorkspaceFile, type Mistake } from './workspace-file'
import type { WorkspaceBlock } from './workspace-schema'

/**
 * @param whole with what is behind profiles and in included files
 * @throws workspace.bad-file with line and column
 */
export function refuseDead(block: WorkspaceBlock, whole: ComposeJson, mistake: Mistake): void {
  refuseUnknownServices(block, new Set(Object.keys(whole.services)), mistake)
  for (const part of ['ports', 'readiness'] as const)
    for (const [index, { service, port }] of (block[part] ?? []).entries())
      if (!isPublished(whole, service, port))
        throw mistake([part, index, 'port'], `${service} does not publish its port ${port}`)
  for (const name of Object.keys(block.volumes ?? {})) {
    if (!isUsed(whole, name)) throw mistake(['volumes', name], `no service uses a volume ${name}`)
    if (whole.volumes?.[name]?.external === true)
      throw mistake(['volumes', name], `the volume ${name} is external, and filled by nobody`)
  }
}

/**
 * Of a file that may have no block of ours.
 * @param whole what Compose makes of the project with it, all profiles included
 * @throws as {@link readWorkspaceFile} and {@link refuseDead} do
 */
export async function checkBlock(text: string, file: string, whole: () => Promise<unknown>): Promise<void> {
  if (!/^x-portside\s*:/m.test(text)) return
  const { block, mistake } = readWorkspaceFile(text, file)
  refuseDead(block, composeJson.parse(await whole()), mistake)
}

function refuseUnknownServices(block: WorkspaceBlock, services: ReadonlySet<string>, mistake: Mistake): void {
  const named = [
    ...Object.keys(block.services ?? {}).map((name) => ({ name, path: ['services', name] })),
    ...(['ports', 'readiness', 'seeds'] as const).flatMap((part) =>
      (block[part] ?? []).map(({ service }, index) => ({ name: service, path: [part, index, 'service'] })),
    ),
  ]
  for (const { name, path } of named)
    if (!services.has(name)) throw mistake(path, `there is no service ${name}`)
}

const isPublished = ({ services }: ComposeJson, service: string, port: number): boolean => {
  const entry = services[service]
  return (
    entry !== undefined && publishedOf(service, entry).some(({ containerPort }) => containerPort === port)
  )
}

const isUsed = ({ services }: ComposeJson, name: string): boolean =>
  Object.values(services).some(({ volumes = [] }) =>
    volumes.some(({ type, source }) => type === 'volume' && source === name),
  )
