// `portside resources`: what this computer, the machine and each container use, measured over about a second.
import type { Contract } from '../../preload/contract'
import type { Container, Level, ResourceReading } from '../../preload/model'
import { first, toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { wordsIn } from './texts'

/** Each container's first figures come a second or two after they were asked for; longer is not waited. */
const mostReadings = 6

export async function resourcesCommand(services: Contract, context: CommandContext): Promise<void> {
  const containers = await first(services.containers.watchContainers())
  const reading = await fullReading(services, containers)
  const names = new Map(containers.map(({ id, name }) => [id, name]))
  if (context.json) {
    const { week } = await services.resources.getHistory({ range: '24h' })
    const named = reading.containers.map((one) => ({ name: names.get(one.id) ?? one.id, ...one }))
    return context.print(toJson({ ...reading, containers: named, ...(week ? { week } : {}) }))
  }
  const { computer, machine, containers: all } = reading.sample
  const { say } = wordsIn(context.language)
  const levels = [
    [say('theComputer'), computer],
    [say('theMachine'), machine],
    [say('theContainers'), all],
  ] as const
  const each = reading.containers.map((one): [string, Level] => [`  ${names.get(one.id) ?? one.id}`, one])
  const rows = [...levels, ...each].map(([name, level]) => [name, ...figures(level)])
  context.print(formatTable(['', say('cpu'), say('memory'), say('disk'), say('network')], rows))
}

/** The first reading that has every running container, or the last one that is waited for. */
async function fullReading(services: Contract, containers: readonly Container[]): Promise<ResourceReading> {
  const running = containers.filter(({ state }) => state === 'running' || state === 'paused').length
  let readings = 0
  let last: ResourceReading | undefined
  for await (const reading of services.resources.watchSamples()) {
    last = reading
    readings += 1
    const complete = reading.sample.computer !== undefined && reading.containers.length >= running
    if (complete || readings === mostReadings) break
  }
  if (!last) throw new Error('the app ended before it told what it measured')
  return last
}

const figures = (level: Level | undefined): string[] =>
  level
    ? [
        `${(level.cpu * 100).toFixed(1)}%`,
        megabytes(level.memoryBytes),
        level.diskRate === undefined ? '-' : `${megabytes(level.diskRate)}/s`,
        level.networkRate === undefined ? '-' : `${megabytes(level.networkRate)}/s`,
      ]
    : ['-', '-', '-', '-']

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
