// How much memory well-known servers take with the little data of a development computer, from their makers' own pages.
import { repositoryOf } from '../run/local-image'

/** In bytes. */
export interface UsualMemory {
  /** With less than this it may be stopped, or not start. */
  readonly least: number
  readonly most: number
}

const mebibyte = 1024 ** 2
const between = (least: number, most: number): UsualMemory => ({
  least: least * mebibyte,
  most: most * mebibyte,
})

/** By repository, as the registry knows it. What has no page that tells a figure is not here. */
const usual: readonly (readonly [RegExp, UsualMemory])[] = [
  // "The default configuration is designed to permit a MySQL server to start on a virtual machine that has
  // approximately 512MB of RAM": dev.mysql.com/doc/refman/8.4/en/memory-use.html
  [/(?:^|\/)(?:mysql|percona|mysql-server)$/, between(400, 600)],
  // A buffer pool of 128 MiB unless told otherwise, and buffers for each connection beside it:
  // mariadb.com/kb/en/innodb-system-variables (innodb_buffer_pool_size), mariadb.com/kb/en/mariadb-memory-allocation
  [/(?:^|\/)mariadb$/, between(128, 256)],
  // shared_buffers is "typically 128 megabytes", other parts come on top:
  // www.postgresql.org/docs/17/runtime-config-resource.html
  [/(?:^|\/)(?:postgres|postgis|timescaledb|pgvector)$/, between(128, 256)],
  // A cache of at least 256 MB, and the server itself beside it: www.mongodb.com/docs/manual/faq/storage
  [/(?:^|\/)mongo$/, between(300, 600)],
  // 3 MB when empty, 85 MB for a million small keys: redis.io/docs/latest/develop/get-started/faq
  [/(?:^|\/)(?:redis|valkey)$/, between(8, 100)],
  // "At least 256 MiB of memory available at all times": www.rabbitmq.com/docs/memory
  [/(?:^|\/)rabbitmq$/, between(256, 512)],
  // It refuses to start on a machine with less than 2000 MB: learn.microsoft.com/sql/linux/sql-server-linux-setup
  [/(?:^|\/)mssql\/server$/, between(2000, 4096)],
]

export function usualMemory(image: string): UsualMemory | undefined {
  const repository = repositoryOf(image)
  return usual.find(([pattern]) => pattern.test(repository))?.[1]
}
