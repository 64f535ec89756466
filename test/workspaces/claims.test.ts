// Two that run at once and look after projects on one engine: one gets each, whoever comes first, until it ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identify } from '../../main/base/process-identity'
import { createClaims, type Claims } from '../../main/workspaces/claims'

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
