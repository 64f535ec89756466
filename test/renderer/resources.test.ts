// What the Resources page makes of readings: lines, gaps, memory given back, and parts that add up.
import { describe, expect, it } from 'vitest'
import type { ResourceReading, ResourceSample } from '../../preload/model'
import { chartData, givenBack, nearest } from '../../renderer/resources/chart-data'
import { memoryParts } from '../../renderer/resources/memory-parts'

const gb = 1e9
const held = (second: number, bytes: number): ResourceSample => ({
  at: second * 1000,
  machine: { cpu: 0.1, memoryBytes: bytes },
})

describe('lines', () => {
  it('leave a gap where nobody measured, and where a level is unknown', () => {
    const samples: ResourceSample[] = [
      { at: 1000, computer: { cpu: 0.5, memoryBytes: 1, diskRate: 7 } },
      { at: 2000, computer: { cpu: 0.6, memoryBytes: 1 }, containers: { cpu: 0.1, memoryBytes: 1 } },
      { at: 60_000, computer: { cpu: 0.7, memoryBytes: 1 } },
    ]
    expect(chartData(samples, 1000, 'cpu')).toEqual([
      [1, 2, 3, 60],
      [0.5, 0.6, null, 0.7],
      [null, null, null, null],
      [null, 0.1, null, null],
      [null, null, null, null],
    ])
    expect(chartData(samples, 1000, 'disk')[1]).toEqual([7, null, null, null])
    expect(chartData([], 1000, 'cpu')).toEqual([[], [], [], [], []])
  })

  it('hatch from the height that memory fell from', () => {
    const samples = [held(1, 1 * gb), held(2, 3 * gb), held(3, 2 * gb), held(4, 1.5 * gb)]
    expect(givenBack(samples)).toEqual({ at: 2000, fromBytes: 3 * gb, bytes: 1.5 * gb })
    expect(chartData(samples, 1000, 'memory')[4]).toEqual([null, 3 * gb, 3 * gb, 3 * gb])
    expect(givenBack([held(1, gb), held(2, gb - 10e6)])).toBeUndefined()
    expect(givenBack([{ at: 1 }])).toBeUndefined()
  })

  it('are read at the nearest time, or at the newest', () => {
    const samples = [held(1, 1), held(2, 2), held(9, 9)]
    expect(nearest(samples, 2600)?.at).toBe(2000)
    expect(nearest(samples, undefined)?.at).toBe(9000)
    expect(nearest([], 5)).toBeUndefined()
  })
})

describe('memory of this computer', () => {
  const reading = (part: Partial<ResourceReading>): ResourceReading => ({
    sample: { at: 1, computer: { cpu: 0, memoryBytes: 10 * gb } },
    computer: { cpus: 8, memoryBytes: 16 * gb },
    containers: [],
    ...part,
  })
  const inside = { usedBytes: gb, cacheBytes: 2 * gb, totalBytes: 8 * gb, measured: true }

  it('is divided without remainder', () => {
    const sample = {
      at: 1,
      computer: { cpu: 0, memoryBytes: 10 * gb },
      machine: { cpu: 0, memoryBytes: 4 * gb },
      containers: { cpu: 0, memoryBytes: gb },
    }
    expect(memoryParts(reading({ sample, machine: inside }))).toEqual({
      others: 6 * gb,
      machine: 4 * gb,
      containers: gb,
      cache: 2 * gb,
      system: gb,
      free: 6 * gb,
    })
  })

  it('never has a part below zero, whatever the figures say', () => {
    const sample = {
      at: 1,
      computer: { cpu: 0, memoryBytes: 20 * gb },
      machine: { cpu: 0, memoryBytes: 90 * gb },
      containers: { cpu: 0, memoryBytes: 95 * gb },
    }
    const parts = memoryParts(reading({ sample, machine: inside }))
    expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0)
    expect(parts.others + parts.machine + parts.free).toBe(16 * gb)
  })

  it('counts an attached engine as everything else', () => {
    expect(memoryParts(reading({}))).toMatchObject({ others: 10 * gb, machine: 0, free: 6 * gb })
  })
})
