// The test images: which Debian packages, files and settings each is made of.

/** The part of an image's configuration that the recipe sets; names as in the image specification. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly Env?: readonly string[]
  readonly ExposedPorts?: Readonly<Record<string, object>>
  readonly Volumes?: Readonly<Record<string, object>>
  readonly WorkingDir?: string
  readonly User?: string
  readonly StopSignal?: string
  readonly Labels?: Readonly<Record<string, string>>
}

export interface ImageRecipe {
  /** Repository in the registry; `library/redis` is what an engine pulls as `redis`. */
  readonly repository: string
  readonly tags: readonly string[]
  /** Debian packages whose files are picked; libraries are found by reading the programs. */
  readonly packages?: readonly string[]
  /** The suite that has them, with its own C library, where the usual one does not; it may lose them at any time. */
  readonly suite?: 'sid'
  /** Which files of the packages go in: paths, or folders with a `/` at the end. */
  readonly take?: readonly string[]
  /** Paths below taken folders that stay out. */
  readonly leave?: RegExp
  readonly links?: Readonly<Record<string, string>>
  /** Folders with owner and mode. */
  readonly folders?: Readonly<Record<string, { readonly owner?: number; readonly mode?: number }>>
  /** Folders of programs besides the usual ones, which come after them. */
  readonly path?: readonly string[]
  /** Folder below test/fixtures/images with files that are ours. */
  readonly fixture?: string
  /** Folder of the fixture with a package.json and its lock: what these name goes in there, and Node besides. */
  readonly npm?: string
  /** Made for the other architecture too, as one manifest list. Only for images of busybox alone. */
  readonly bothArchitectures?: boolean
  readonly config: ImageConfig
}

const sampleWeb = (version: string, tags: readonly string[]): ImageRecipe => ({
  repository: 'portside/sample-web',
  tags,
  fixture: 'sample-web',
  bothArchitectures: true,
  config: {
    Entrypoint: ['/usr/local/bin/sample-web'],
    Env: [`SAMPLE_WEB_VERSION=${version}`],
    ExposedPorts: { '80/tcp': {} },
    Labels: { 'org.opencontainers.image.version': version },
  },
})

const postgres = 'usr/lib/postgresql/17'
const rabbitmq = 'usr/lib/rabbitmq/lib/rabbitmq_server-4.0.5'
/** Applications that the broker and its management page load. */
const erlang = [
  ...['base', 'asn1', 'crypto', 'eldap', 'inets', 'mnesia', 'os-mon', 'parsetools', 'public-key'],
  ...['runtime-tools', 'ssl', 'syntax-tools', 'tools', 'xmerl'],
]

export const recipes: readonly ImageRecipe[] = [
  { repository: 'library/busybox', tags: ['latest', '1.37'], config: { Cmd: ['sh'] } },
  sampleWeb('1.0', ['1.0']),
  sampleWeb('1.1', ['1.1', 'latest']),
  {
    repository: 'portside/chatty',
    tags: ['latest'],
    fixture: 'chatty',
    config: { Entrypoint: ['/usr/local/bin/chatty'] },
  },
  {
    repository: 'portside/watcher',
    tags: ['latest'],
    packages: ['inotify-tools'],
    take: ['usr/bin/inotifywait'],
    config: { Entrypoint: ['inotifywait', '--monitor'] },
  },
  {
    repository: 'library/redis',
    tags: ['latest', '8', '8.0', '7.4-alpine'],
    packages: ['redis-tools', 'redis-server'],
    take: ['usr/bin/redis-check-rdb', 'usr/bin/redis-cli', 'usr/bin/redis-benchmark'],
    links: { 'usr/bin/redis-server': 'redis-check-rdb', 'usr/bin/redis-check-aof': 'redis-check-rdb' },
    folders: { data: { owner: 999 } },
    fixture: 'redis',
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
  },
  {
    repository: 'library/nginx',
    tags: ['latest', 'stable', '1.26', '1.28-alpine'],
    packages: ['nginx', 'nginx-common'],
    take: ['usr/sbin/nginx', 'etc/nginx/mime.types', 'etc/nginx/fastcgi_params'],
    links: { 'var/log/nginx/access.log': '/dev/stdout', 'var/log/nginx/error.log': '/dev/stderr' },
    folders: { 'var/lib/nginx': { owner: 33 } },
    fixture: 'nginx',
    config: {
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      StopSignal: 'SIGQUIT',
    },
  },
  {
    repository: 'library/mariadb',
    tags: ['latest', 'lts', '11', '11.8', '11.4'],
    packages: ['mariadb-server', 'mariadb-server-core', 'mariadb-client-core'],
    take: [
      'usr/sbin/mariadbd',
      'usr/bin/mariadb',
      'usr/bin/mariadb-install-db',
      'usr/bin/my_print_defaults',
      'usr/bin/resolveip',
      'usr/share/mariadb/',
    ],
    // Messages in English only, no help tables, no scripts of a system service.
    leave: /\/(?!english|charsets)[a-z-]+\/errmsg\.sys$|fill_help_tables|errmsg-utf8|\.sh$|\/(wsrep|mini)/,
    folders: { 'var/lib/mysql': { owner: 998 }, 'run/mysqld': { owner: 998 } },
    fixture: 'mariadb',
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mariadbd'],
      ExposedPorts: { '3306/tcp': {} },
      Volumes: { '/var/lib/mysql': {} },
    },
  },
  {
    repository: 'library/mysql',
    tags: ['latest', 'lts', '9', '9.7'],
    packages: ['mysql-server-core', 'mysql-client-core', 'libgcc-s1', 'gosu'],
    suite: 'sid',
    take: [
      'usr/sbin/gosu',
      'usr/sbin/mysqld',
      'usr/bin/mysql',
      'usr/bin/mysqladmin',
      'usr/lib/mysql/plugin/component_reference_cache.so',
      'usr/share/mysql/',
    ],
    leave: /\/(?!english|charsets)[a-z-]+\/errmsg\.sys$|mysql-log-rotate/,
    folders: { 'var/lib/mysql': { owner: 998 }, 'run/mysqld': { owner: 998 } },
    fixture: 'mysql',
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mysqld'],
      ExposedPorts: { '3306/tcp': {}, '33060/tcp': {} },
      Volumes: { '/var/lib/mysql': {} },
    },
  },
  {
    repository: 'library/postgres',
    tags: ['latest', '17'],
    packages: ['postgresql-17', 'postgresql-client-17', 'gosu'],
    take: [
      'usr/sbin/gosu',
      ...['postgres', 'initdb', 'pg_ctl', 'pg_isready', 'psql'].map((name) => `${postgres}/bin/${name}`),
      ...['plpgsql', 'dict_snowball'].map((name) => `${postgres}/lib/${name}.so`),
      'usr/share/postgresql/17/',
    ],
    leave: /\/(man|contrib)\/|extension\/(?!plpgsql)/,
    folders: {
      'var/lib/postgresql/data': { owner: 997 },
      'run/postgresql': { owner: 997 },
      'docker-entrypoint-initdb.d': {},
    },
    path: [`/${postgres}/bin`],
    fixture: 'postgres',
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      Env: ['PGDATA=/var/lib/postgresql/data'],
      ExposedPorts: { '5432/tcp': {} },
      Volumes: { '/var/lib/postgresql/data': {} },
      StopSignal: 'SIGINT',
    },
  },
  {
    repository: 'maildev/maildev',
    tags: ['latest', '3.0.0'],
    packages: ['libstdc++6', 'libgcc-s1'],
    npm: 'home/node/app',
    // What only compilers and debuggers read.
    leave: /\.(map|[cm]?ts|md)$/,
    fixture: 'maildev',
    config: {
      User: 'node',
      Entrypoint: ['node', 'node_modules/maildev/dist/bin/maildev.js'],
      Env: ['NODE_ENV=production', 'MAILDEV_WEB_PORT=1080', 'MAILDEV_SMTP_PORT=1025'],
      ExposedPorts: { '1025/tcp': {}, '1080/tcp': {} },
      WorkingDir: '/home/node/app',
    },
  },
  {
    repository: 'library/rabbitmq',
    tags: ['latest', '4-management-alpine'],
    packages: ['rabbitmq-server', 'gosu', ...erlang.map((name) => `erlang-${name}`)],
    take: [
      'usr/sbin/gosu',
      'usr/lib/erlang/',
      `${rabbitmq}/sbin/`,
      `${rabbitmq}/escript/`,
      `${rabbitmq}/plugins/`,
    ],
    leave:
      /\/(src|include|emacs|systemtap)\/|erl_call|\/(eetcd|rabbitmq_(mqtt|stream|federation|shovel|web_(mqtt|stomp)|aws|peer))/,
    folders: { 'var/lib/rabbitmq': { owner: 996 }, 'var/log/rabbitmq': { owner: 996 } },
    path: [`/${rabbitmq}/sbin`, '/usr/lib/erlang/bin'],
    fixture: 'rabbitmq',
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['rabbitmq-server'],
      Env: ['HOME=/var/lib/rabbitmq', 'RABBITMQ_LOGS=-'],
      ExposedPorts: { '5672/tcp': {}, '15672/tcp': {} },
      Volumes: { '/var/lib/rabbitmq': {} },
    },
  },
]
