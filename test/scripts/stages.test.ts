// The order of the stages of `npm test`, and how stages that run at the same time share an output.
import { expect, it } from 'vitest'
import { prefixed } from '../../scripts/test/prefixed.mjs'
import { chosenStages, inPhases, stages } from '../../scripts/test/stages.mjs'

const all = stages({ npm: { command: 'npm', args: [] }, root: '/r', reports: '/r/out' })

it('runs checks and unit tests first, and machines beside the engine and the browser', () => {
  const names = inPhases(all).map((lanes) => lanes.map((lane) => lane.map(({ name }) => name)))
  expect(names).toEqual([
    [
      ['format', 'lint', 'build', 'unit'],
      ['types', 'images'],
    ],
    [
      ['machines', 'e2e-vm'],
      ['integration-1', 'e2e-1', 'conformance'],
      ['integration-2', 'e2e-2'],
    ],
  ])
})

it('leaves out the lanes of which nothing was chosen', () => {
  const chosen = all.filter(({ name }) => name === 'e2e-1' || name === 'lint')
  expect(inPhases(chosen).map((lanes) => lanes.length)).toEqual([1, 1])
})

it('builds the images of tests when one of the chosen stages runs containers', () => {
  const names = (...chosen: string[]): string[] => chosenStages(all, chosen).map(({ name }) => name)
  expect(names('lint', 'unit')).toEqual(['lint', 'unit'])
  expect(names('e2e', 'machines')).toEqual(['images', 'machines', 'e2e-1', 'e2e-2'])
  expect(names('images')).toEqual(['images'])
})

it('divides what waits into halves, each with a report of its own', () => {
  const halves = all.filter(({ suite }) => suite !== undefined)
  expect(halves.map(({ args }) => args.find((one) => one.startsWith('--shard')))).toEqual([
    ...['--shard=1/2', '--shard=2/2'],
    ...['--shard=1/2', '--shard=2/2'],
  ])
  expect(new Set(halves.map(({ report }) => report)).size).toBe(halves.length)
})

it('writes whole lines, each with the name of its stage', () => {
  const written: string[] = []
  const output = { write: (text: string) => written.push(text) } as unknown as NodeJS.WritableStream
  const words = prefixed(output, 'unit')
  words.write('one\ntw')
  words.write('o\nthree')
  expect(written).toEqual(['unit  one\n', 'unit  two\n'])
  words.end()
  words.end()
  expect(written).toEqual(['unit  one\n', 'unit  two\n', 'unit  three\n'])
})
