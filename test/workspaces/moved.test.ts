// Which folder may be a workspace that was moved: what a stranger can copy is not enough.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { movedFrom } from '../../main/workspaces/moved'
import type { ReadWorkspace } from '../../main/workspaces/read-workspace'
import type { WorkspaceRecord } from '../../main/workspaces/workspace-record'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'psmoved-'))
})
afterEach(() => rm(place, { recursive: true }))

const read = { summary: { block: 'a' } } as ReadWorkspace
const ask = async (remote?: string, file = join(place, 'gone.yaml')): Promise<string | undefined> => {
  const record = {
    ...{ id: '1', project: 'shop', folder: place, file, acceptedAt: 1 },
    source: { kind: 'file', path: place },
    accepted: { block: 'a' },
    origin: { name: 'shop', title: 'Shop', remote: 'github.com/acme/shop' },
  } as unknown as WorkspaceRecord
  const origin = { name: 'shop', title: 'Shop', ...(remote === undefined ? {} : { remote }) }
  return (await movedFrom(read, origin, { all: () => [record], find: () => record }))?.id
}

it('is one of the same repository, or of no known one', async () => {
  expect(await ask('github.com/acme/shop')).toBe('1')
  expect(await ask()).toBe('1')
})

it('is none of another repository, though it has the name, the block and the path on another host', async () => {
  expect(await ask('evil.example/acme/shop')).toBeUndefined()
  expect(await ask('github.com/else/shop')).toBeUndefined()
})

it('is none whose file is where it was, or cannot be looked at', async () => {
  await writeFile(join(place, 'here.yaml'), '')
  expect(await ask(undefined, join(place, 'here.yaml'))).toBeUndefined()
  // A way through a file is gone; a name that no system takes is only not looked at.
  expect(await ask(undefined, join(place, 'here.yaml', 'x'))).toBe('1')
  expect(await ask(undefined, join(place, 'x'.repeat(300)))).toBeUndefined()
})
