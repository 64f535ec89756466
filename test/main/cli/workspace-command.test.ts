// What `portside workspace start` says at the end: only a start that came to its end is told as up.
import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../main/cli/command'
import { cliTables, wordsIn } from '../../../main/cli/texts'
import { workspaceCommand } from '../../../main/cli/workspace-command'
import { reviewLines } from '../../../main/cli/workspace-words'
import type { Contract } from '../../../preload/contract'
import { AppError, serialiseError } from '../../../preload/errors'
import type { Workspace, WorkspaceDanger, WorkspaceRun } from '../../../preload/model'
import { containerOf } from '../../renderer/fake-app/fake-app'
import { shopReadiness, shopReview, shopWorkspace } from '../../renderer/fake-app/fake-workspaces'

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
      '2 volumes without a name stay too, under Volumes: their data does not come back by itself.',
    ])
  })
})

/** The line itself where it is not what was expected, so that it is seen. */
const same = (line: string, wanted: string | RegExp | undefined): true | string =>
  (typeof wanted === 'string' ? line === wanted : wanted?.test(line) === true) || line

describe('portside workspace status', () => {
  const [web, db] = shopReadiness.images
  const readiness = {
    ...shopReadiness,
    images: [
      { ...web, missing: true },
      { ...db, fits: false, platforms: ['linux/arm64'] },
    ],
    blocked: [{ service: 'web', port: 8080, holder: 'node (PID 71)' }],
    missingFolders: ['/srv/pictures'],
    memory: { needed: 8e9, available: 4e9, fits: false },
    disk: { needed: 2e9, available: 1e9, fits: false },
  }
  const changes = [{ kind: 'env' as const, service: 'web', subject: 'COLOUR', now: 'blue' }]

  it.each([
    [
      'en' as const,
      [
        'shop  Not started yet',
        '  web: COLOUR none → blue',
        '  96 MB to download in about 25 s',
        '  8080 is used by node (PID 71), so web gets 8081.',
        '  STRIPE_KEY is missing. It does not start without it.',
        '  Your folder is 3 commits behind: acme/shop-env',
        '  Nobody has acme/web:2.8.',
        '  postgres:17 is only for linux/arm64.',
        '  web gets no port. 8080 is used by node (PID 71), and no port near it is free. It does not start without one.',
        '  There is no folder /srv/pictures. It lies outside of the workspace. Make it, or ask the team what belongs there: it does not start without it.',
        '  Memory: Needs 8 GB. 4 GB is free.',
        '  Disk: Needs 2 GB. 1 GB is free.',
        'Cannot start yet.',
      ],
    ],
    [
      'ko' as const,
      [
        'shop  아직 시작하지 않음',
        '  web의 COLOUR: 없음 → blue',
        /96 MB.*25초/,
        '  node (PID 71)이 8080을 쓰고 있어서 web은 8081을 써요.',
        '  STRIPE_KEY가 없어요. 없으면 시작할 수 없어요.',
        /커밋 3개만큼.*acme\/shop-env/,
        /acme\/web:2\.8/,
        /postgres:17.*linux\/arm64/,
        /^ {2}web에 줄 포트가 없어요\. node \(PID 71\)이 8080을/,
        /^ {2}\/srv\/pictures 폴더가 없어요/,
        /^ {2}메모리: .*8 GB.*4 GB/,
        /^ {2}디스크: .*2 GB.*1 GB/,
        '아직 시작할 수 없어요.',
      ],
    ],
  ])('names everything that keeps it from starting, in the language %s', async (language, lines) => {
    const printed: string[] = []
    const workspaces = {
      check: async () => readiness,
      async *watchWorkspaces() {
        yield { kind: 'snapshot' as const, items: [{ ...shopWorkspace, changes }] }
      },
    }
    const context = { language, print: (line: string) => void printed.push(line) } as CommandContext
    await workspaceCommand({ workspaces } as unknown as Contract, context, ['status', shopWorkspace.id])
    const own = printed.filter((line) => !line.includes('http://'))
    expect(own.map((line, at) => same(line, lines[at]))).toEqual(own.map(() => true))
    expect(own).toHaveLength(lines.length)
  })
})

describe('what a file asks for', () => {
  const dangers = [
    { kind: 'host-folder', service: 'web', subject: '/etc', severe: true },
    { kind: 'privileged', service: 'db', subject: '', severe: true, allowed: true },
  ].map((one) => ({ ...one, id: `${one.kind}:${one.service}:${one.subject}` })) as WorkspaceDanger[]

  it.each([
    [
      'en' as const,
      [
        'shop, by acme/shop-env',
        '  runs acme/web:2.8',
        '  runs postgres:17',
        '  ! web sees what is on this computer: /etc',
        '      to allow it: allow=host-folder:web:/etc',
        '    db may do everything in the Linux machine · allowed before',
      ],
    ],
    [
      'ko' as const,
      [
        /^shop, .*acme\/shop-env/,
        '  acme/web:2.8 이미지를 실행해요',
        '  postgres:17 이미지를 실행해요',
        /^ {2}! web.*\/etc/,
        '      허용하려면: allow=host-folder:web:/etc',
        /^ {4}db.*[가-힣]/,
      ],
    ],
  ])('is said in words, with what allows it, in the language %s', (language, lines) => {
    const own = reviewLines(wordsIn(language), { ...shopReview, dangers })
    expect(own.map((line, at) => same(line, lines[at]))).toEqual(own.map(() => true))
    expect(own).toHaveLength(lines.length)
  })

  it('shows what would turn its letters round', () => {
    const [first] = reviewLines(wordsIn('en'), { ...shopReview, title: 'a\u202eb\u001b[31m' })
    expect(first).toBe('a\ufffdb\ufffd[31m, by acme/shop-env')
  })
})

it('has all that only a terminal says in both languages, with the same places', () => {
  const places = (text: string): string[] => (text.match(/\{\w+/g) ?? []).sort()
  for (const [key, text] of Object.entries(cliTables.en)) {
    const korean = cliTables.ko[key as keyof typeof cliTables.ko]
    expect(`${key} ${places(korean).join()}`).toBe(`${key} ${places(text).join()}`)
    // Names that are the same everywhere: ID, CPU.
    expect(korean).toMatch(/[가-힣]|^[A-Z]+$/)
  }
})

describe('portside workspace start', () => {
  it('tells that it is up, after what time', async () => {
    expect((await start({ state: 'done' }))[0]).toBe('shop is up. Ready after 2.5 s.')
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
