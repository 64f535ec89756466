// Lines that tell of a beginner's stumble: a program that looks for its server at localhost, which is its own container.
import type { Container } from '../../preload/model'
import type { NumberedLine } from './log-ring'

export interface LocalhostTip {
  /** Of the line that it stands under. */
  readonly number: number
  readonly port?: number
}

const refused =
  /ECONNREFUSED|connection refused|could not connect|can(?:'|no)t connect|failed to connect|unable to connect|no connection could be made|connect call failed/i
const itself = /\b(?:localhost|127\.0\.0\.1)\b|(?<![\w:])::1(?!\w)/i
const portAfter = /(?::|\bport[ =:]+|, )(\d{2,5})\b/i
/** The rest of a longer line is about something else, in UTF-16 units. */
const searched = 600

/** Undefined for a line that does not tell of it. */
export function localhostTipOf({ plain, number }: NumberedLine): LocalhostTip | undefined {
  const text = plain.slice(0, searched)
  if (!refused.test(text)) return undefined
  const at = itself.exec(text)
  if (!at) return undefined
  const port = Number(portAfter.exec(text.slice(at.index + at[0].length))?.[1])
  return { number, ...(port > 0 && port < 65_536 ? { port } : {}) }
}

/** Finds the first such line of a log that grows; looks at each line once. */
export class TipFinder {
  #found: LocalhostTip | undefined
  #first = Infinity
  #last = -Infinity

  find(lines: readonly NumberedLine[]): LocalhostTip | undefined {
    const first = lines[0]?.number ?? Infinity
    const last = lines.at(-1)?.number ?? -Infinity
    const dropped = this.#found !== undefined && this.#found.number < first
    if (dropped || first < this.#first) {
      this.#found = undefined
      this.#last = -Infinity
    }
    if (!this.#found) {
      for (const line of lines) {
        if (line.number <= this.#last) continue
        this.#found = localhostTipOf(line)
        if (this.#found) break
      }
    }
    this.#first = first
    this.#last = last
    return this.#found
  }
}

interface KnownServer {
  readonly name: string
  readonly images: RegExp
}

const servers: Readonly<Record<number, KnownServer>> = {
  3306: { name: 'MySQL', images: /mysql|maria|percona/ },
  5432: { name: 'PostgreSQL', images: /postgres|postgis|timescale/ },
  6379: { name: 'Redis', images: /redis|valkey|dragonfly/ },
  27017: { name: 'MongoDB', images: /mongo/ },
  5672: { name: 'RabbitMQ', images: /rabbitmq/ },
  9092: { name: 'Kafka', images: /kafka|redpanda/ },
  9200: { name: 'Elasticsearch', images: /elasticsearch|opensearch/ },
  11211: { name: 'Memcached', images: /memcached/ },
  1433: { name: 'SQL Server', images: /mssql/ },
}

export const programAt = (port: number | undefined): string | undefined =>
  port === undefined ? undefined : servers[port]?.name

/** Networks on which containers do not find each other by name. */
const nameless = new Set(['bridge', 'host', 'none'])

export interface FoundServer {
  readonly container: Container
  /** By which the asking container reaches it; undefined when they share no network that knows names. */
  readonly host?: string
}

/** The container that somebody most likely means: on the same network, of the same project, running. */
export function serverFor(
  port: number | undefined,
  asking: Container,
  all: Iterable<Container>,
): FoundServer | undefined {
  if (port === undefined) return undefined
  const images = servers[port]?.images
  const shared = (one: Container): boolean =>
    one.networks.some(
      ({ name }) => !nameless.has(name) && asking.networks.some((other) => other.name === name),
    )
  const rank = (one: Container): number =>
    (shared(one) ? 4 : 0) +
    (one.project !== undefined && one.project === asking.project ? 2 : 0) +
    (one.state === 'running' ? 1 : 0)
  const container = [...all]
    .filter((one) => one.id !== asking.id)
    .filter((one) => one.ports.some(({ containerPort }) => containerPort === port) || images?.test(one.image))
    .sort((a, b) => rank(b) - rank(a))[0]
  if (!container) return undefined
  return { container, ...(shared(container) ? { host: container.service ?? container.name } : {}) }
}
