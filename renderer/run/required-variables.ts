// What well-known images do not start without. Source: the images' own pages.
import { repositoryOf } from './local-image'
import type { RunForm } from './form'

interface Rule {
  /** Repository, as the registry knows it. */
  readonly image: RegExp
  /** Asked for when none of the names is set. */
  readonly name: string
  readonly instead: readonly string[]
  /** The only value that works; a password otherwise. */
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
