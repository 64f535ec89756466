// Files of a workspace that are exchanged between the look at them and their use.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInner } from '../../main/workspaces/inner-file'
import { refuseUnsteady, StampsTaken } from '../../main/workspaces/steady'

// Node on Windows may know no volume of what it is asked about by its path; by a handle it does.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const stat = async (path: string): Promise<object> =>
    Object.assign(await real.stat(path, { bigint: true }), { dev: 0n })
  return { ...real, stat }
})

let folder: string
let file: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'pssteady-')))
  await mkdir(join(folder, 'team/parts'), { recursive: true })
  file = join(folder, 'team/parts/mail.yaml')
  await writeFile(file, 'services: {}')
  await writeFile(join(folder, 'own'), 'a key')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a file that was noted', () => {
  const noted = async (): Promise<StampsTaken> => {
    const stamps = new StampsTaken(join(folder, 'team'))
    await stamps.note(file)
    await stamps.note(join(folder, 'team/.env'))
    await stamps.noteMounts([join(folder, 'team/data'), join(folder, 'team/new/data')])
    return stamps
  }

  it('may stay, and what runs may write into mounted folders, or have them made', async () => {
    await mkdir(join(folder, 'team/data'))
    const { all } = await noted()
    await writeFile(join(folder, 'team/data/rows'), '1')
    await mkdir(join(folder, 'team/new/data'), { recursive: true })
    await expect(refuseUnsteady(all)).resolves.toBeUndefined()
  })

  it.each<[string, () => Promise<void>]>([
    ['written', () => writeFile(file, 'services: []')],
    ['there for the first time', () => writeFile(join(folder, 'team/.env'), 'A=1')],
    [
      'exchanged and put back',
      async () => {
        await rename(file, `${folder}/kept`)
        await symlink(join(folder, 'own'), file)
        await rm(file)
        await rename(`${folder}/kept`, file)
      },
    ],
    [
      'reached by another folder, and by its own again',
      async () => {
        await rename(join(folder, 'team/parts'), join(folder, 'kept'))
        await symlink(folder, join(folder, 'team/parts'))
        await rm(join(folder, 'team/parts'))
        await rename(join(folder, 'kept'), join(folder, 'team/parts'))
      },
    ],
    ['mounted elsewhere', () => symlink('/', join(folder, 'team/data'))],
  ])('is told when it is %s', async (_what, exchange) => {
    const { all } = await noted()
    await exchange()
    await expect(refuseUnsteady(all)).rejects.toMatchObject({ code: 'workspace.unsteady' })
  })
})

describe('a file that is opened', () => {
  const opens = async (path: string): Promise<string> => {
    const handle = await openInner(join(folder, 'team'), path)
    try {
      return await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  }

  it('is the one in the folder, also behind a link in it', async () => {
    await symlink(file, join(folder, 'team/link'))
    expect(await opens(join(folder, 'team/link'))).toBe('services: {}')
  })

  it('is none outside, no pipe, and none that is gone', async () => {
    await symlink(join(folder, 'own'), join(folder, 'team/out'))
    await expect(opens(join(folder, 'team/out'))).rejects.toMatchObject({ code: 'workspace.refused' })
    execFileSync('mkfifo', [join(folder, 'team/pipe')])
    await expect(opens(join(folder, 'team/pipe'))).rejects.toMatchObject({ code: 'workspace.refused' })
    await expect(opens(join(folder, 'team/gone'))).rejects.toMatchObject({ code: 'workspace.not-found' })
  })
})
