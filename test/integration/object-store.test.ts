// The lines of the object store for Node and Python, used by the SDKs that people have.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startObjectStore, wrong, type ObjectStore } from '../clients/object-store'

let store: ObjectStore

beforeAll(async () => {
  store = await startObjectStore()
}, 300_000)
afterAll(() => store.end())

it('takes what Node writes with its lines, and gives it to Node and Python with theirs and no others', async () => {
  const { lines, node, python } = store
  await node(lines.node, 'write', 'kept in a bucket')
  expect(await node(lines.node, 'read')).toBe('kept in a bucket')
  expect(await python(lines.python)).toBe('kept in a bucket')
  await expect(node(wrong(lines.node), 'read')).rejects.toThrow(/SignatureDoesNotMatch/)
  await expect(python(wrong(lines.python))).rejects.toThrow(/SignatureDoesNotMatch/)
})
