// Copies of a workspace that were started as a proof: taken away again, or found by their folder.
import { access, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { inProofFolder, removeCopy } from '../../main/workspaces/stale-proofs'
import type { Container } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'

const call = { folder: '/', name: 'shop-proof-1', files: [], profiles: [], envFiles: [] }

/** An engine with one container of the copy, and a Compose that fails so many times before it removes that. */
function copy(failures: number) {
  const one = { id: 'a', project: 'shop-proof-1' } as Container
  const other = { id: 'b', project: 'shop' } as Container
  const containers = createStore<ReadonlyMap<string, Container>>(
    () => new Map([one, other].map((it) => [it.id, it])),
  )
  const ran: string[] = []
  const run = async (_: unknown, [verb = '']: readonly string[]): Promise<void> => {
    ran.push(verb)
    if (ran.length <= failures) throw new Error(`refused ${ran.length}`)
    containers.setState(new Map([['b', other]]), true)
  }
  return {
    ran,
    parts: { compose: { run }, engine: { containers } } as unknown as Parameters<typeof removeCopy>[2],
  }
}

it('is taken away at another try where the engine refused the first', async () => {
  const { ran, parts } = copy(2)
  await removeCopy('shop-proof-1', call, parts)
  expect(ran).toEqual(['rm', 'rm', 'rm', 'down'])
})

it('is said to be left where it stays, after three tries', async () => {
  const { ran, parts } = copy(9)
  await expect(removeCopy('shop-proof-1', call, parts)).rejects.toThrow('refused 3')
  expect(ran).toEqual(['rm', 'rm', 'rm'])
})

it('keeps its folder, by which the next start finds it, only while something of it is in the engine', async () => {
  const root = await makeTestFolder('proofs')
  const isThere = async (name: string): Promise<boolean> =>
    access(join(root, name)).then(
      () => true,
      () => false,
    )
  try {
    const failing = async (name: string, ...told: boolean[]): Promise<void> => {
      await mkdir(join(root, name))
      const work = inProofFolder(join(root, name), async (onHere) => {
        for (const isHere of told) onHere(isHere)
        throw new Error('no')
      })
      await expect(work).rejects.toThrow('no')
    }
    await failing('nothing')
    await failing('gone', true, false)
    await failing('left', true)
    expect(await Promise.all(['nothing', 'gone', 'left'].map(isThere))).toEqual([false, false, true])
  } finally {
    await rm(root, { recursive: true })
  }
})
