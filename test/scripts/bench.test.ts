// How measurements are chosen, summed up and judged.
import { describe, expect, it } from 'vitest'
import { cpuTimeMs } from '../../scripts/bench/cpu-time.mjs'
import { measures, parseBenchOptions } from '../../scripts/bench/options.mjs'
import { describeResult, isMet, median } from '../../scripts/bench/result.mjs'

describe('the options', () => {
  it('measure everything when nothing is named, else what is named in its own order', () => {
    expect(parseBenchOptions([]).names).toEqual(measures)
    expect(parseBenchOptions(['boot', 'image-size', '--runs', '3'])).toMatchObject({
      names: ['image-size', 'boot'],
      runs: 3,
    })
    expect(measures).not.toContain('port-cycles')
    expect(parseBenchOptions(['port-cycles']).names).toEqual(['port-cycles'])
  })

  it.each([
    [['boots'], 'There is no measure "boots"'],
    [['--runs', '0'], '--runs needs a number'],
  ])('refuse %j', (args, message) => {
    expect(() => parseBenchOptions(args)).toThrow(message)
  })
})

describe('a result', () => {
  it('is the middle of its samples, or between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 7])).toBe(6)
    expect(() => median([])).toThrow('no median')
  })

  it('is told with its samples and its goal', () => {
    const boot = { name: 'boot', value: 7500, unit: 'ms', goal: 8000, samples: [7000, 7500] } as const
    expect(describeResult(boot)).toBe('boot: 7.50 s (7.00 s, 7.50 s), goal 8.00 s: met')
    expect(describeResult({ ...boot, goal: 7000 })).toContain('goal 7.00 s: MISSED')
    expect(isMet({ ...boot, goal: 7000 })).toBe(false)
    expect(describeResult({ name: 'image', value: 82e6, unit: 'bytes' })).toBe('image: 82.0 MB')
  })
})

it('reads the processor time of a process', () => {
  const before = cpuTimeMs(process.pid)
  const { user, system } = process.cpuUsage()
  const after = cpuTimeMs(process.pid)
  // Linux rounds each of the two down to its tick.
  expect((user + system) / 1000).toBeGreaterThanOrEqual(before)
  expect((user + system) / 1000).toBeLessThanOrEqual(after + 20)
})
