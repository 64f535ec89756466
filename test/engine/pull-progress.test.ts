// The picture of a download, from what an engine really sent.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { noProgress, reducePull, type PullProgress } from '../../main/engine/pull-progress'

const recorded = (name: string): unknown[] =>
  readFileSync(new URL(`../fixtures/engine/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

const pictures = (messages: readonly unknown[]): PullProgress[] => {
  const all = [noProgress]
  for (const message of messages) all.push(reducePull(all.at(-1) ?? noProgress, message))
  return all
}

describe('progress of a pull', () => {
  it('ends with every layer ready and all bytes counted', () => {
    const last = pictures(recorded('pull-nginx')).at(-1)
    expect(last?.layers.map((layer) => layer.state)).toEqual(['ready', 'ready', 'ready', 'ready'])
    expect(last?.totalBytes).toBe(674_169 + 4_872_842 + 681 + 1_110_296)
    expect(last?.doneBytes).toBe(last?.totalBytes)
    expect(last?.upToDate).toBeUndefined()
  })

  it('never goes back, also while layers are unpacked', () => {
    const done = pictures(recorded('pull-nginx')).map((picture) => picture.doneBytes)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(pictures(recorded('pull-nginx')).every((one) => one.doneBytes <= one.totalBytes)).toBe(true)
  })

  it('knows an image that was there already', () => {
    expect(pictures(recorded('pull-up-to-date')).at(-1)).toEqual({ ...noProgress, upToDate: true })
  })

  it('counts a layer again that the engine has to fetch again', () => {
    const [, , , retried] = pictures([
      { id: 'a', status: 'Pulling fs layer' },
      { id: 'a', status: 'Downloading', progressDetail: { current: 500, total: 1000 } },
      { id: 'a', status: 'Retrying in 5 seconds' },
    ])
    expect(retried?.layers).toEqual([{ id: 'a', state: 'waiting', doneBytes: 0, totalBytes: 1000 }])
  })

  it('keeps a total that the registry did not tell', () => {
    const picture = reducePull(noProgress, {
      id: 'a',
      status: 'Downloading',
      progressDetail: { current: 700, total: -1 },
    })
    expect(picture).toMatchObject({ doneBytes: 700, totalBytes: 700 })
  })

  it.each([undefined, null, 'text', 7, {}, { status: 5 }, { status: 'Something new', id: 'a' }])(
    'is left alone by %j',
    (message) => expect(reducePull(noProgress, message)).toBe(noProgress),
  )
})
