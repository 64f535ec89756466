// Keeps the history over a restart: one file, replaced as a whole; one that cannot be read begins anew.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Level, ResourceSample } from '../../preload/model'
import type { Log } from '../base/log'
import { mostSteps, type KeptHistory } from './history'

const count = z.number().min(0)
const level = z.tuple([count, count, count.nullable(), count.nullable()]).nullable()
const file = z.object({
  version: z.literal(1),
  /** Time, then computer, machine and containers, each as CPU, memory, disk and network. */
  steps: z.array(z.tuple([count, level, level, level])).max(mostSteps),
  peaks: z.array(z.object({ day: count, cpu: count, memoryBytes: count })).max(8),
})

type Row = z.infer<typeof file>['steps'][number]

const nothing: KeptHistory = { steps: [], peaks: [] }

/** Figures are worth no error: without a readable file there is no history yet. */
export async function readHistory(path: string, log: Log): Promise<KeptHistory> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return nothing
  try {
    const { steps, peaks } = file.parse(JSON.parse(text))
    return { steps: steps.map(sampleOf), peaks }
  } catch (error) {
    log.warn('the history of resources is not readable and begins anew', { path, why: String(error) })
    return nothing
  }
}

export async function writeHistory(path: string, { steps, peaks }: KeptHistory): Promise<void> {
  const temporary = `${path}.${process.pid}.new`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(temporary, JSON.stringify({ version: 1, steps: steps.map(rowOf), peaks }), {
      mode: 0o600,
    })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

const rowOf = ({ at, computer, machine, containers }: ResourceSample): Row => [
  at,
  numbersOf(computer),
  numbersOf(machine),
  numbersOf(containers),
]

const numbersOf = (one: Level | undefined): Row[1] =>
  one ? [Number(one.cpu.toFixed(4)), one.memoryBytes, one.diskRate ?? null, one.networkRate ?? null] : null

function sampleOf([at, ...levels]: Row): ResourceSample {
  const [computer, machine, containers] = levels.map(levelOf)
  return {
    at,
    ...(computer ? { computer } : {}),
    ...(machine ? { machine } : {}),
    ...(containers ? { containers } : {}),
  }
}

function levelOf(numbers: Row[1]): Level | undefined {
  if (numbers === null) return undefined
  const [cpu, memoryBytes, diskRate, networkRate] = numbers
  return {
    cpu,
    memoryBytes,
    ...(diskRate === null ? {} : { diskRate }),
    ...(networkRate === null ? {} : { networkRate }),
  }
}
