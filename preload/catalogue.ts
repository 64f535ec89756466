// Well-known servers, each as somebody who knows it would run it. Source: the images' own pages on their registry.
import type { Protocol } from './model'

export interface CatalogueEntry {
  readonly id: string
  /** The product's own name, the same in every language. */
  readonly name: string
  readonly image: string
  /** The first is the one that programs connect to. */
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[]
  /** Of these the one that a browser opens. */
  readonly page?: number
  /** Where it keeps its data; empty for one that keeps none. */
  readonly volume?: { readonly name: string; readonly path: string }
  readonly env: readonly { readonly name: string; readonly value: string }[]
  /** Names of variables that get a new password each. */
  readonly passwords: readonly string[]
  /** Run in the container's shell; exit code 0 means healthy. */
  readonly health?: string
  readonly command?: string
  /** What it is for; only a web server keeps no data. */
  readonly kind: 'database' | 'cache' | 'queue' | 'web' | 'storage' | 'mail'
}

const tcp = (port: number): CatalogueEntry['ports'][number] => ({ port, protocol: 'tcp' })

export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'mysql',
    name: 'MySQL',
    image: 'mysql:9.7',
    ports: [tcp(3306)],
    volume: { name: 'mysql-data', path: '/var/lib/mysql' },
    env: [{ name: 'MYSQL_DATABASE', value: 'app' }],
    passwords: ['MYSQL_ROOT_PASSWORD'],
    health: 'mysqladmin ping -h 127.0.0.1 -uroot -p"$MYSQL_ROOT_PASSWORD" --silent',
    kind: 'database',
  },
  {
    id: 'mariadb',
    name: 'MariaDB',
    image: 'mariadb:11.4',
    ports: [tcp(3306)],
    volume: { name: 'mariadb-data', path: '/var/lib/mysql' },
    env: [{ name: 'MARIADB_DATABASE', value: 'app' }],
    passwords: ['MARIADB_ROOT_PASSWORD'],
    health: 'healthcheck.sh --connect --innodb_initialized',
    kind: 'database',
  },
  {
    id: 'postgres',
    name: 'PostgreSQL',
    image: 'postgres:17',
    ports: [tcp(5432)],
    volume: { name: 'postgres-data', path: '/var/lib/postgresql/data' },
    env: [{ name: 'POSTGRES_DB', value: 'app' }],
    passwords: ['POSTGRES_PASSWORD'],
    // By address: while it sets itself up it answers already, and only at its socket.
    health: 'pg_isready -h 127.0.0.1 -U postgres -d app',
    kind: 'database',
  },
  {
    id: 'mongodb',
    name: 'MongoDB',
    image: 'mongo:8.0',
    ports: [tcp(27_017)],
    volume: { name: 'mongodb-data', path: '/data/db' },
    env: [{ name: 'MONGO_INITDB_ROOT_USERNAME', value: 'root' }],
    passwords: ['MONGO_INITDB_ROOT_PASSWORD'],
    // By the container's own name: while it sets itself up it answers at 127.0.0.1 alone.
    health: `mongosh --quiet --host "$HOSTNAME" --eval 'quit(db.adminCommand("ping").ok ? 0 : 2)'`,
    kind: 'database',
  },
  {
    id: 'redis',
    name: 'Redis',
    image: 'redis:7.4-alpine',
    ports: [tcp(6379)],
    volume: { name: 'redis-data', path: '/data' },
    env: [],
    passwords: ['REDIS_PASSWORD'],
    // Without appendonly everything is gone when the container stops.
    command: `sh -c 'exec docker-entrypoint.sh redis-server --appendonly yes --requirepass "$REDIS_PASSWORD"'`,
    health: 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping | grep -q PONG',
    kind: 'cache',
  },
  {
    id: 'nginx',
    name: 'nginx',
    image: 'nginx:1.28-alpine',
    ports: [tcp(80)],
    page: 80,
    env: [],
    passwords: [],
    health: 'wget -q -O /dev/null http://127.0.0.1/',
    kind: 'web',
  },
  {
    id: 'rabbitmq',
    name: 'RabbitMQ',
    image: 'rabbitmq:4-management-alpine',
    ports: [tcp(5672), tcp(15_672)],
    page: 15_672,
    volume: { name: 'rabbitmq-data', path: '/var/lib/rabbitmq' },
    env: [
      { name: 'RABBITMQ_DEFAULT_USER', value: 'app' },
      // Its data lies in a folder of this name, which otherwise is the container's and new with each.
      { name: 'RABBITMQ_NODENAME', value: 'rabbit@localhost' },
    ],
    passwords: ['RABBITMQ_DEFAULT_PASS'],
    // The port opens last. A ping succeeds before that, and costs a second Erlang twice a minute.
    health: 'nc 127.0.0.1 5672 </dev/null',
    kind: 'queue',
  },
  {
    id: 'seaweedfs',
    name: 'SeaweedFS',
    image: 'chrislusf/seaweedfs:4.48',
    ports: [tcp(8333), tcp(23_646)],
    page: 23_646,
    volume: { name: 'seaweedfs-data', path: '/data' },
    env: [
      { name: 'AWS_ACCESS_KEY_ID', value: 'app' },
      { name: 'S3_BUCKET', value: 'app' },
    ],
    passwords: ['AWS_SECRET_ACCESS_KEY'],
    command: 'mini -dir=/data',
    // By the container's own name: it listens at the address that this stands for.
    health: 'curl -fsS "http://$HOSTNAME:8333/healthz"',
    kind: 'storage',
  },
  {
    id: 'maildev',
    name: 'MailDev',
    image: 'maildev/maildev:3.0.0',
    ports: [tcp(1025), tcp(1080)],
    page: 1080,
    // It runs as a user who may write nowhere else: a new volume takes the rights of the image's folder.
    volume: { name: 'maildev-data', path: '/tmp' },
    env: [{ name: 'MAILDEV_MAIL_DIRECTORY', value: '/tmp/mail' }],
    passwords: [],
    health: 'wget -q -O /dev/null http://127.0.0.1:1080/api/healthz',
    kind: 'mail',
  },
]

/** Servers that programs use together, each by the ids of its entries. */
export const stackIds = [
  'mysql-redis',
  'postgres-redis-maildev',
  'mariadb-redis',
  'mongodb-rabbitmq',
  'postgres-seaweedfs',
] as const
export type StackId = (typeof stackIds)[number]

export const stackEntries = (id: StackId): readonly CatalogueEntry[] =>
  id.split('-').flatMap((one) => entryOf(one) ?? [])

/** `MySQL + Redis`, the same in every language. */
export const stackName = (id: StackId): string =>
  stackEntries(id)
    .map(({ name }) => name)
    .join(' + ')

export const entryOf = (id: string): CatalogueEntry | undefined => catalogue.find((entry) => entry.id === id)

/** Ports below this one are for the system; a web server gets a free one from 8080 on instead. */
export const hostPortOf = (port: number): number => (port < 1024 ? 8000 + port : port)
