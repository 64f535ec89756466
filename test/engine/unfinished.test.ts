// What is being made again is waited for by whoever would remove what stands still.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createUnfinished, type Note } from '../../main/engine/recreate/unfinished'

it('is over when the last one has ended, or was left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'psunf-'))
  const unfinished = createUnfinished(join(folder, 'recreating.json'), silentLog)
  const note = (name: string): Note => ({
    ...{ engine: 'e', begun: 0 },
    steps: [{ old: name, name, newName: name, wasUp: true }],
  })
  const [one, two] = [note('one'), note('two')]
  await unfinished.quiet()
  await unfinished.begin(one)
  await unfinished.begin(two)
  let isOver = false
  const over = unfinished.quiet().then(() => (isOver = true))
  await unfinished.end(one)
  expect(isOver).toBe(false)
  unfinished.leave(two)
  await over
  await rm(folder, { recursive: true })
})
