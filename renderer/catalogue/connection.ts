// How programs reach a server of the catalogue: the lines to copy for Spring, Node, Python and Go.
import type { EnvVariable } from '../../preload/model'

export type Stack = 'spring' | 'node' | 'python' | 'go'
export const stacks: readonly Stack[] = ['spring', 'node', 'python', 'go']

export interface Connection {
  /** Of the catalogue, as in {@link CatalogueEntry.id}. */
  readonly entry: string
  /** The port of this computer that leads to a port of the container. */
  readonly hostPort: (containerPort: number) => number
  /** What the container was run with. */
  readonly env: readonly EnvVariable[]
}

type Lines = Readonly<Record<Stack, string>>

const valueOf = (env: readonly EnvVariable[], name: string, otherwise = ''): string =>
  env.find((one) => one.name === name)?.value ?? otherwise

/** A user and password as a part of an address: every sign that an address gives a meaning is written in hex. */
const login = (user: string, password: string): string =>
  `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`

/** Spring reads these files as Latin-1 and gives backslashes and a leading space a meaning. */
const propertyValue = (value: string): string =>
  value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    // By code unit, as Java counts them.
    .replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

const properties = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${propertyValue(String(value))}`)
    .join('\n')

/** A line for a file of variables: between the quotes that leave the value as it is, where there are any. */
function variable(name: string, value: string): string {
  if (!/["$`\\]/.test(value)) return `${name}="${value}"`
  return value.includes("'") ? `${name}="${value.replace(/["$`\\]/g, '\\$&')}"` : `${name}='${value}'`
}

/** The lines for each stack; undefined for what programs do not connect to. */
export function connectionLines({ entry, hostPort, env }: Connection): Lines | undefined {
  return makers[entry]?.(hostPort, env)
}

const makers: Readonly<
  Record<string, (hostPort: Connection['hostPort'], env: readonly EnvVariable[]) => Lines>
> = {
  mysql: (hostPort, env) =>
    mysqlLike('mysql', hostPort(3306), valueOf(env, 'MYSQL_ROOT_PASSWORD'), valueOf(env, 'MYSQL_DATABASE')),
  mariadb: (hostPort, env) =>
    mysqlLike(
      'mariadb',
      hostPort(3306),
      valueOf(env, 'MARIADB_ROOT_PASSWORD'),
      valueOf(env, 'MARIADB_DATABASE'),
    ),
  postgres: (hostPort, env) => {
    const port = hostPort(5432)
    const user = valueOf(env, 'POSTGRES_USER', 'postgres')
    const password = valueOf(env, 'POSTGRES_PASSWORD')
    const database = valueOf(env, 'POSTGRES_DB', user)
    const url = `postgresql://${login(user, password)}localhost:${port}/${database}`
    return {
      spring: properties({
        'spring.datasource.url': `jdbc:postgresql://localhost:${port}/${database}`,
        'spring.datasource.username': user,
        'spring.datasource.password': password,
      }),
      node: variable('DATABASE_URL', url),
      python: variable('DATABASE_URL', url.replace('postgresql:', 'postgresql+psycopg:')),
      go: variable('DATABASE_URL', `${url}?sslmode=disable`),
    }
  },
  mongodb: (hostPort, env) => {
    const url = `mongodb://${login(valueOf(env, 'MONGO_INITDB_ROOT_USERNAME', 'root'), valueOf(env, 'MONGO_INITDB_ROOT_PASSWORD'))}localhost:${hostPort(27_017)}/app?authSource=admin`
    return { spring: properties({ 'spring.data.mongodb.uri': url }), ...same('MONGODB_URI', url) }
  },
  redis: (hostPort, env) => {
    const port = hostPort(6379)
    const password = valueOf(env, 'REDIS_PASSWORD')
    return {
      spring: properties({
        'spring.data.redis.host': 'localhost',
        'spring.data.redis.port': port,
        ...(password === '' ? {} : { 'spring.data.redis.password': password }),
      }),
      ...same('REDIS_URL', `redis://${password === '' ? '' : login('', password)}localhost:${port}/0`),
    }
  },
  rabbitmq: (hostPort, env) => {
    const port = hostPort(5672)
    const user = valueOf(env, 'RABBITMQ_DEFAULT_USER', 'guest')
    const password = valueOf(env, 'RABBITMQ_DEFAULT_PASS', 'guest')
    return {
      spring: properties({
        'spring.rabbitmq.host': 'localhost',
        'spring.rabbitmq.port': port,
        'spring.rabbitmq.username': user,
        'spring.rabbitmq.password': password,
      }),
      ...same('AMQP_URL', `amqp://${login(user, password)}localhost:${port}/`),
    }
  },
  seaweedfs: (hostPort, env) => {
    const endpoint = `http://localhost:${hostPort(8333)}`
    const [user, password] = [valueOf(env, 'AWS_ACCESS_KEY_ID'), valueOf(env, 'AWS_SECRET_ACCESS_KEY')]
    const bucket = valueOf(env, 'S3_BUCKET')
    /** No variable tells an SDK that the bucket is in the path here, and not in a name before `localhost`. */
    const lines = (region: string, hint?: string): string =>
      [
        ...(hint === undefined ? [] : [`# ${hint}`]),
        variable('AWS_ENDPOINT_URL_S3', endpoint),
        variable('AWS_ACCESS_KEY_ID', user),
        variable('AWS_SECRET_ACCESS_KEY', password),
        variable(region, 'us-east-1'),
        ...(bucket === '' ? [] : [variable('S3_BUCKET', bucket)]),
      ].join('\n')
    return {
      spring: properties({
        'spring.cloud.aws.s3.endpoint': endpoint,
        'spring.cloud.aws.s3.path-style-access-enabled': 'true',
        'spring.cloud.aws.region.static': 'us-east-1',
        'spring.cloud.aws.credentials.access-key': user,
        'spring.cloud.aws.credentials.secret-key': password,
      }),
      node: lines('AWS_REGION', 'new S3Client({ forcePathStyle: true })'),
      // boto3 reads the region by another name, and sees by the address where the bucket goes.
      python: lines('AWS_DEFAULT_REGION'),
      go: lines('AWS_REGION', 's3.Options{UsePathStyle: true}'),
    }
  },
  maildev: (hostPort) => ({
    spring: properties({ 'spring.mail.host': 'localhost', 'spring.mail.port': hostPort(1025) }),
    ...same('SMTP_URL', `smtp://localhost:${hostPort(1025)}`),
  }),
}

function mysqlLike(scheme: 'mysql' | 'mariadb', port: number, password: string, database: string): Lines {
  const url = `mysql://${login('root', password)}localhost:${port}/${database}`
  return {
    spring: properties({
      'spring.datasource.url': `jdbc:${scheme}://localhost:${port}/${database}`,
      'spring.datasource.username': 'root',
      'spring.datasource.password': password,
    }),
    node: variable('DATABASE_URL', url),
    python: variable('DATABASE_URL', url.replace('mysql:', 'mysql+pymysql:')),
    // https://github.com/go-sql-driver/mysql#dsn-data-source-name
    go: variable('DATABASE_DSN', `root:${password}@tcp(localhost:${port})/${database}?parseTime=true`),
  }
}

const same = (name: string, value: string): Omit<Lines, 'spring'> => {
  const line = variable(name, value)
  return { node: line, python: line, go: line }
}
