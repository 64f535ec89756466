// The tile of a container or image: a picture of what kind of program it is, guessed from the image's name.
import {
  Archive,
  ChartColumn,
  CodeXml,
  Database,
  Globe,
  Hexagon,
  Mail,
  MessagesSquare,
  Newspaper,
  Timer,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import { createElement, type ReactNode } from 'react'

const kinds: readonly (readonly [LucideIcon, RegExp])[] = [
  [Database, /mysql|maria|postgres|mongo|mssql|oracle|cassandra|cockroach|clickhouse|sqlite|percona|elastic/],
  [Globe, /nginx|httpd|apache|caddy|traefik|haproxy|envoy|tomcat|web|www|proxy/],
  [Zap, /redis|valkey|memcached|varnish|dragonfly|cache/],
  [MessagesSquare, /rabbitmq|kafka|nats|activemq|mosquitto|pulsar/],
  [Mail, /mail|smtp/],
  [Archive, /minio|seaweed|registry|nexus|artifactory|backup/],
  [ChartColumn, /grafana|prometheus|metabase|superset|kibana|jaeger/],
  [Newspaper, /ghost|wordpress|drupal|joomla/],
  [Timer, /k6|cron|locust|job/],
  [CodeXml, /api|node|python|ruby|golang|openjdk|temurin|php|dotnet|spring|app/],
]

/** Only the name counts, without registry, organisation and tag, unless nothing is known by it. */
export function iconOf(image: string): LucideIcon {
  const path = image
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
  const name = path.split('/').at(-1) ?? path
  return (
    (kinds.find(([, pattern]) => pattern.test(name)) ?? kinds.find(([, p]) => p.test(path)))?.[0] ?? Hexagon
  )
}

export function Tile({
  image,
  off = false,
  large = false,
  children,
}: {
  readonly image: string
  readonly off?: boolean
  readonly large?: boolean
  readonly children?: ReactNode
}): ReactNode {
  return (
    <span className={`tile ${off ? 'off' : ''} ${large ? 'lg' : ''}`.trimEnd()}>
      {createElement(iconOf(image), { className: 'icon' })}
      {children}
    </span>
  )
}
