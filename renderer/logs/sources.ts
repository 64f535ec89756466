// The containers that one view shows the logs of, and how their lines are read together.
import type { Contract } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import type { Container, LogLine } from '../../preload/model'
import type { SourcedLine } from './log-ring'

export interface Source {
  readonly id: string
  /** Shown before its lines when there are several. */
  readonly name: string
  readonly startedAt: number | undefined
  /** What it is one of, where there may be several that belong together; they have one colour. */
  readonly service?: string
}

export interface LogRange {
  /** Lines from the end, of each container. */
  readonly tail: number
  readonly since?: string
  readonly until?: string
}

/** What was printed up to now: of several containers in the order of time. */
export async function pastLines(
  contract: Contract,
  sources: readonly Source[],
  range: LogRange,
  signal: AbortSignal,
): Promise<SourcedLine[]> {
  const all = await Promise.all(
    sources.map(async ({ id, name }) => {
      const lines: SourcedLine[] = []
      const batches = contract.containers.watchLogs({ id, ...range, follow: false, signal })
      await besideOthers(sources, async () => {
        for await (const batch of batches) lines.push(...withSource(batch, sources, name))
      })
      return lines
    }),
  )
  return all.length === 1 ? (all[0] ?? []) : all.flat().sort(byTime)
}

/** Of one that is gone, or could not be removed whole, the engine gives no log; the others have theirs. */
export async function besideOthers(sources: readonly Source[], read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    const isGone = isAppError(error, 'container.removal-begun') || isAppError(error, 'container.not-found')
    if (sources.length === 1 || !isGone) throw error
  }
}

/** Hands over what there is and what comes, until all containers have ended. */
export async function followLines(
  contract: Contract,
  sources: readonly Source[],
  range: LogRange,
  take: (lines: readonly SourcedLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const [only] = sources
  if (only && sources.length === 1) {
    const batches = contract.containers.watchLogs({ id: only.id, ...range, follow: true, signal })
    for await (const batch of batches) take(batch)
    return
  }
  const past = await pastLines(contract, sources, range, signal)
  take(past)
  await Promise.all(
    sources.map(async ({ id, name }) => {
      const last = past.findLast((line) => line.source === name)?.at
      const since = last ?? range.since
      const options = {
        id,
        tail: range.tail,
        follow: true,
        signal,
        ...(since === undefined ? {} : { since }),
      }
      await besideOthers(sources, async () => {
        for await (const batch of contract.containers.watchLogs(options)) {
          const fresh = last === undefined ? batch : batch.filter((line) => line.at > last)
          take(withSource(fresh, sources, name))
        }
      })
    }),
  )
}

const withSource = (
  batch: readonly LogLine[],
  sources: readonly Source[],
  source: string,
): readonly SourcedLine[] => (sources.length === 1 ? batch : batch.map((line) => ({ ...line, source })))

/** Times of one width compare as text. */
const byTime = (a: LogLine, b: LogLine): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

/** Named as Compose does: by the service, and by the number where it has several containers. */
export function sourcesOf(project: string, all: Iterable<Container>): Source[] {
  const mine = [...all].filter((one) => one.project === project)
  const counts = new Map<string, number>()
  for (const { service = '' } of mine) counts.set(service, (counts.get(service) ?? 0) + 1)
  return mine
    .map(({ id, name, service, startedAt }): Source => {
      if (service === undefined) return { id, name, startedAt }
      const own = name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name
      return { id, name: counts.get(service) === 1 ? service : own, startedAt, service }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}
