// What well-known images do not start without. Source: the images' own pages.
import { repositoryOf } from './local-image'
import type { RunForm } from './form'

interface Rule {
  /** Repository, as the registry knows it. */
  readonly image: RegExp
  /** Asked for when none of the names is set. */
  readonly name: string
  readonly instead: readonly string[]
  /** The only value that works, or one that does; a password otherwise. */
  readonly value?: string
}

const rules: readonly Rule[] = [
  {
    image: /(?:^|\/)(?:mysql|percona|mysql-server)$/,
    name: 'MYSQL_ROOT_PASSWORD',
    instead: ['MYSQL_ROOT_PASSWORD_FILE', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'],
  },
  {
    image: /(?:^|\/)mariadb$/,
    name: 'MARIADB_ROOT_PASSWORD',
    instead: [
      'MYSQL_ROOT_PASSWORD',
      'MARIADB_ROOT_PASSWORD_FILE',
      'MARIADB_ROOT_PASSWORD_HASH',
      'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
      'MYSQL_ALLOW_EMPTY_PASSWORD',
      'MARIADB_RANDOM_ROOT_PASSWORD',
      'MYSQL_RANDOM_ROOT_PASSWORD',
    ],
  },
  {
    image: /(?:^|\/)(?:postgres|postgis|timescaledb|pgvector)$/,
    name: 'POSTGRES_PASSWORD',
    instead: ['POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
  },
  { image: /(?:^|\/)mssql\/server$/, name: 'ACCEPT_EULA', instead: [], value: 'Y' },
  { image: /(?:^|\/)mssql\/server$/, name: 'MSSQL_SA_PASSWORD', instead: ['SA_PASSWORD'] },
  // Since version 3 it runs for nobody without an administrator.
  { image: /^couchdb$/, name: 'COUCHDB_USER', instead: [], value: 'admin' },
  { image: /^couchdb$/, name: 'COUCHDB_PASSWORD', instead: [] },
  {
    image: /^dpage\/pgadmin4$/,
    name: 'PGADMIN_DEFAULT_EMAIL',
    instead: [],
    value: 'admin@example.com',
  },
  {
    image: /^dpage\/pgadmin4$/,
    name: 'PGADMIN_DEFAULT_PASSWORD',
    instead: ['PGADMIN_DEFAULT_PASSWORD_FILE'],
  },
  {
    image: /(?:^|\/)gvenzl\/oracle-(?:free|xe)$/,
    name: 'ORACLE_PASSWORD',
    instead: ['ORACLE_PASSWORD_FILE', 'ORACLE_RANDOM_PASSWORD'],
  },
]

export interface Required {
  readonly name: string
  readonly value?: string
}

/** In the order in which images name them. */
export function missingVariables({ image, env }: Pick<RunForm, 'image' | 'env'>): Required[] {
  const repository = repositoryOf(image)
  const set = new Set(env.filter(({ value }) => value !== '').map(({ name }) => name.trim()))
  return rules
    .filter(
      (rule) => rule.image.test(repository) && ![rule.name, ...rule.instead].some((name) => set.has(name)),
    )
    .map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value }) }))
}
