// Starts an unpacked workspace in isolation, another project on other ports, and leaves nothing of it behind.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkspaceStepKind } from '../../preload/model'
import { ownVolumes } from './compose-config'
import { withoutPulls } from './own-pulls'
import { planStart } from './plan-start'
import { projectCall } from './project-compose'
import { portsOf, readWorkspace } from './read-workspace'
import { runStart } from './run-start'
import { removeCopy } from './stale-proofs'
import { createSteps } from './steps'
import { teamFiles } from './volume-files'
import { removeVolumes } from './workspace-engine'
import { moveOf, movedPorts, writtenOf } from './team-port'
import type { WorkspacesOptions } from './workspaces'
import type { PortMove, WorkspaceRecord } from './workspace-record'

export interface Proof {
  /** The unpacked archive. */
  readonly folder: string
  /** Name of the project that the copy becomes. */
  readonly project: string
  readonly secrets: Readonly<Record<string, string>>
  readonly onStep: (doing: WorkspaceStepKind) => void
  /** Told before something is made in the engine, and when nothing of it is left. */
  readonly onHere: (isHere: boolean) => void
}

/** Resolves with how long it took to come up, in ms. @throws what a start ends with */
export async function proveStart(
  { folder, project, secrets, onStep, onHere }: Proof,
  { compose, engine, ports, overrides }: WorkspacesOptions,
  signal: AbortSignal,
): Promise<number> {
  const begun = performance.now()
  const read = await readWorkspace(folder, compose, signal)
  const own = join(folder, '.portside-own')
  await mkdir(own)
  const taken = new Set<number>()
  const moves: PortMove[] = []
  for (const port of portsOf(read, () => undefined)) {
    // What the engine chooses cannot be in the way.
    if (writtenOf(port) === '') continue
    const { protocol, address, teamPort, teamRange, count = 1 } = port
    const near = Math.min((teamRange?.first ?? (teamPort || 20_000)) + 1_000, 60_000)
    const { ports: free } = await ports.findFree({ near, protocol, address, count: 30 })
    const hostPort = count > 1 ? 0 : (free.find((one) => !taken.has(one)) ?? 0)
    taken.add(hostPort)
    moves.push(moveOf(port, hostPort))
  }
  for (const [name, service] of Object.entries(read.config.services)) {
    const all = movedPorts(name, service, moves)
    if (all) await overrides.write(own, name, all)
  }
  const call = projectCall(read.folder, read.files, {
    name: project,
    overrides: [...(await overrides.list(own)), ...(await withoutPulls(own, read.config))],
    env: secrets,
  })
  let record = { ownVolumes: [], ownImages: [], restored: [], seeds: {} } as unknown as WorkspaceRecord
  onHere(true)
  try {
    await runStart(
      {
        workspace: read,
        ...{ project, call, moves, compose, engine },
        steps: createSteps(
          planStart(
            read,
            engine.images.getState().values(),
            new Set((read.block.seeds ?? []).map(({ id }) => id)),
            teamFiles(read),
          ),
          async (steps) => {
            const active = steps.findLast(({ state }) => state === 'active')
            if (active) onStep(active.kind)
          },
        ),
        record: () => record,
        change: async (change) => {
          record = { ...record, ...change } as WorkspaceRecord
        },
        contents: teamFiles(read),
        // Written by Portside a moment ago, in a folder of its own.
        confirm: async () => read.stamps,
        place: read.folder,
      },
      signal,
    )
    return Math.round(performance.now() - begun)
  } finally {
    await removeCopy(project, call, { compose, engine })
    await removeVolumes(ownVolumes(read.config, project).values(), engine)
    onHere(false)
  }
}
