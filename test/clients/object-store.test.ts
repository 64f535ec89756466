// The lines of the object store for Go. Those for Node and Python are used in test/integration/object-store.test.ts.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startObjectStore, wrong, type ObjectStore } from './object-store'
import { goProgram } from './tools'

let store: ObjectStore

beforeAll(async () => {
  store = await startObjectStore()
}, 300_000)
afterAll(() => store.end())

it('gives Go what was written, with its lines and with no others', { timeout: 600_000 }, async () => {
  await store.node(store.lines.node, 'write', 'kept in a bucket')
  const program = await goProgram()
  expect(await store.run(program, [], store.lines.go)).toBe('kept in a bucket')
  await expect(store.run(program, [], wrong(store.lines.go))).rejects.toThrow(/SignatureDoesNotMatch/)
})
