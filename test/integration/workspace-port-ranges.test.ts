// A workspace whose file asks for one of several ports: real Compose, a real engine, real programs in the way.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { holdPort, unusedPort, type HeldPort } from '../support/held-port'
import {
  folder,
  person,
  prepareWorkspaces,
  session,
  started,
  take,
  writeSample,
  project,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

const held: HeldPort[] = []
afterEach(async () => {
  for (const one of held.splice(0)) await one.end()
})

it('answers at one that is free, at the next where all are held, and leaves the team’s file alone', async () => {
  const first = await unusedPort()
  const scaled = `  many: { image: busybox, init: true, command: sleep 600, scale: 2, ports: ["${first + 10}-${first + 13}:81"] }\n`
  const place = join(folder, 'a')
  const text = await writeSample(place, { port: `${first}-${first + 1}`, more: scaled })
  const anna = await person('anna')
  const review = await anna.service.review({ path: place })
  expect(review.ports).toMatchObject([
    { service: 'many', teamRange: { first: first + 10, last: first + 13 }, count: 2 },
    { service: 'web', teamPort: 0, teamRange: { first, last: first + 1 }, hostPort: 0 },
  ])
  expect(review.ports[1]).not.toHaveProperty('url')
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })

  held.push(await holdPort(first), await holdPort(first + 11))
  expect((await anna.service.check({ id })).moves).toEqual([])
  await anna.service.start({ id })
  const second = await started(anna, id)
  expect(second.ports[1]).toMatchObject({ hostPort: first + 1, url: `http://localhost:${first + 1}/` })
  expect((await fetch(second.ports[1]?.url ?? '')).status).toBe(200)
  expect(await anna.service.compare({ id })).toMatchObject({ changes: [] })
  const many = (): readonly number[] =>
    [...session.containers.getState().values()]
      .filter((one) => one.project === project && one.service === 'many')
      .flatMap(({ ports }) => [...new Set(ports.map(({ hostPort }) => hostPort))])
      .sort((a, b) => a - b)
  expect(many()).toHaveLength(2)
  for (const port of many()) expect([first + 10, first + 12, first + 13]).toContain(port)
  // A start of what runs already moves nothing.
  expect(await anna.service.check({ id })).toMatchObject({ moves: [], blocked: [], ready: true })

  await anna.service.stop({ id })
  held.push(await holdPort(first + 1), await holdPort(first + 12), await holdPort(first + 13))
  const checked = await anna.service.check({ id })
  expect(checked.moves).toMatchObject([
    { service: 'web', from: first, fromLast: first + 1, holder: `python3 (PID ${held[0]?.pid})` },
    { service: 'many', from: first + 10, fromLast: first + 13, holder: '' },
  ])
  await anna.service.start({ id })
  const moved = await started(anna, id)
  const [page, row] = checked.moves
  expect(moved.ports[1]?.hostPort).toBe(page?.to)
  expect((await fetch(moved.ports[1]?.url ?? '')).status).toBe(200)
  expect(many()).toEqual([row?.to, row?.toLast])
  expect(await anna.service.compare({ id })).toMatchObject({
    changes: [
      { kind: 'port', service: 'many', was: `${first + 10}-${first + 13}` },
      { kind: 'port', service: 'web', was: `${first}-${first + 1}`, now: String(page?.to) },
    ],
  })
  expect(await readFile(join(place, 'compose.yaml'), 'utf8')).toBe(text)
})
