// Two that run at once and look after projects on one engine: one gets each, whoever comes first, until it ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { identify } from '../../main/base/process-identity'
import { claimsFolder, createClaims, type Claims } from '../../main/workspaces/claims'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return { ...real, link: vi.fn<typeof real.link>(real.link), rename: vi.fn<typeof real.rename>(real.rename) }
})
vi.mock('node:os', async (original) => {
  const userInfo = (): never => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  }
  return { ...(await original<typeof import('node:os')>()), userInfo }
})

let folder: string
beforeEach(async () => void (folder = join(await mkdtemp(join(tmpdir(), 'psclaims-')), 'claims')))
afterEach(() => rm(join(folder, '..'), { recursive: true }))

const of = (home: string, engine = 'engine'): Claims => createClaims({ folder, home, engineId: () => engine })

it('one of many gets a project, and keeps it until it lets it go', async () => {
  const all = Array.from({ length: 8 }, (_, at) => of(`/home/${at}`))
  const told = await Promise.all(all.map((one) => one.take('shop')))
  const [winner, ...more] = all.filter((_, at) => told[at] === undefined)
  expect(more).toEqual([])
  expect(new Set(told.filter((one) => one !== undefined)).size).toBe(1)
  expect(await winner?.take('shop')).toBeUndefined()
  expect(await of('/other').take('shop-2')).toBeUndefined()
  expect(await of('/other', 'another engine').take('shop')).toBeUndefined()
  await winner?.letGo('shop')
  expect(await of('/other').take('shop')).toBeUndefined()
  // Nothing lies about but what is claimed.
  expect(await readdir(folder)).toHaveLength(3)
})

it('is nobody’s any more when the process that had it was killed, and of no process while the engine is unknown', async () => {
  const other = spawn('sleep', ['600'])
  const identity = await identify(other.pid ?? 0)
  const mine = of('/mine')
  await mine.take('shop')
  const [name = ''] = await readdir(folder)
  await writeFile(join(folder, name), JSON.stringify({ ...identity, home: '/theirs' }))
  const later = of('/mine')
  expect(await later.take('shop')).toBe('/theirs')
  // What is another's is not let go for it.
  await mine.dispose()
  expect(await readdir(folder)).toEqual([name])
  const ended = once(other, 'exit')
  other.kill('SIGKILL')
  await ended
  expect(await later.take('shop')).toBeUndefined()
  await later.dispose()
  expect(await readdir(folder)).toEqual([])
  expect(await of('/mine', '').take('shop')).toBeUndefined()
})

it('keeps nobody from starting where a claim cannot be made, or a stale one does not go away', async () => {
  // A user may have no name, as in containers.
  expect(claimsFolder()).toContain('portside-claims-')
  const one = of('/one')
  vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error('no links here'), { code: 'ENOTSUP' }))
  expect(await one.take('shop')).toBeUndefined()
  expect(await readdir(folder)).toEqual([])
  expect(await one.take('shop')).toBeUndefined()
  const [name = ''] = await readdir(folder)
  await one.letGo('shop')
  await writeFile(join(folder, name), 'half of a cla')
  const { length: before } = vi.mocked(rename).mock.calls
  const stays = vi.mocked(rename).mockRejectedValue(Object.assign(new Error('in use'), { code: 'EPERM' }))
  const taken = one.take('shop')
  const isOver = await Promise.race([taken.then(() => true), new Promise((r) => setTimeout(r, 3_000, false))])
  expect(stays.mock.calls.length - before).toBeLessThan(100)
  vi.mocked(rename).mockReset()
  expect(isOver).toBe(true)
  expect(await readdir(folder)).toEqual([name])
  await rm(join(folder, name))
  await mkdir(join(folder, name))
  expect(await of('/two').take('shop')).toBeUndefined()
})
