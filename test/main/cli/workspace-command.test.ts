// What `portside workspace start` says at the end: only a start that came to its end is told as up.
import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../main/cli/command'
import { workspaceCommand } from '../../../main/cli/workspace-command'
import type { Contract } from '../../../preload/contract'
import { AppError, serialiseError } from '../../../preload/errors'
import type { Workspace, WorkspaceRun } from '../../../preload/model'
import { containerOf } from '../../renderer/fake-app/fake-app'
import { shopReadiness, shopWorkspace } from '../../renderer/fake-app/fake-workspaces'

const begun: WorkspaceRun = { state: 'active', steps: [], startedAt: 1_000 }

/** A start that ends as `run` says, after it was under way. */
async function start(run: Partial<WorkspaceRun>): Promise<readonly string[]> {
  const printed: string[] = []
  const at = (now: WorkspaceRun): Workspace => ({ ...shopWorkspace, run: now })
  const workspaces = {
    start: async () => {},
    async *watchWorkspaces() {
      yield { kind: 'snapshot' as const, items: [at(begun)] }
      yield { kind: 'change' as const, upsert: [at({ ...begun, endedAt: 3_500, ...run })], remove: [] }
    },
  }
  const context = { print: (line: string) => void printed.push(line) } as CommandContext
  await workspaceCommand({ workspaces } as unknown as Contract, context, ['start', shopWorkspace.id])
  return printed
}

describe('portside workspace leave', () => {
  it('tells how many volumes stay that nothing leads back to', async () => {
    const printed: string[] = []
    const { project } = shopWorkspace
    const containers = [
      containerOf({ id: 'c1', project, anonymousVolumes: ['/data', '/log'] }),
      containerOf({ id: 'c2' }),
    ]
    const snapshot = async function* (items: readonly object[]) {
      yield { kind: 'snapshot' as const, items }
    }
    const services = {
      workspaces: { leave: async () => {}, watchWorkspaces: () => snapshot([shopWorkspace]) },
      containers: { watchContainers: () => snapshot(containers) },
    }
    const context = { print: (line: string) => void printed.push(line) } as CommandContext
    await workspaceCommand(services as unknown as Contract, context, ['leave', project])
    expect(printed).toEqual([
      `Done: ${project}`,
      'Volumes without a name that stay, and do not come back by themselves: 2',
    ])
  })
})

describe('portside workspace status', () => {
  it('names everything that keeps it from starting', async () => {
    const printed: string[] = []
    const [web, db] = shopReadiness.images
    const readiness = {
      ...shopReadiness,
      images: [
        { ...web, missing: true },
        { ...db, fits: false, platforms: ['linux/arm64'] },
      ],
      blocked: [{ service: 'web', port: 8080, holder: 'node (PID 71)' }],
      missingFolders: ['/srv/pictures'],
      disk: { needed: 2e9, available: 1e9, fits: false },
    }
    const workspaces = {
      check: async () => readiness,
      async *watchWorkspaces() {
        yield { kind: 'snapshot' as const, items: [shopWorkspace] }
      },
    }
    const context = { print: (line: string) => void printed.push(line) } as CommandContext
    await workspaceCommand({ workspaces } as unknown as Contract, context, ['status', shopWorkspace.id])
    expect(printed.slice(printed.indexOf('  STRIPE_KEY is missing'))).toEqual([
      '  STRIPE_KEY is missing',
      '  the folder is 3 commits behind acme/shop-env',
      '  there is no image acme/web:2.8',
      '  postgres:17 is only for linux/arm64',
      '  web: port 8080 is taken by node (PID 71), and none near it is free',
      '  there is no folder /srv/pictures',
      '  needs 2 GB of disk, 1 GB are free',
      'Cannot start yet.',
    ])
  })
})

describe('portside workspace start', () => {
  it('tells that it is up, after what time', async () => {
    expect((await start({ state: 'done' }))[0]).toBe('shop is up after 2.5 s')
  })

  it('does not call up what somebody cancelled meanwhile', async () => {
    await expect(start({ state: 'cancelled' })).rejects.toMatchObject({
      code: 'workspace.given-up',
      params: { title: 'shop' },
    })
  })

  it('ends with the error of the start', async () => {
    const error = serialiseError(new AppError('workspace.unhealthy', { params: { service: 'db' } }))
    await expect(start({ state: 'failed', error })).rejects.toMatchObject({ code: 'workspace.unhealthy' })
  })
})
