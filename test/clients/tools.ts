// The programs that use lines to copy: Go with its usual drivers, Java with Spring's templates, and Python with boto3.
// All of it is Debian's; what is not the machine's own is unpacked below out/, once.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { installModules } from '../support/images/modules'
import { fetchPackages, ownArchitecture } from '../support/images/packages'

const run = promisify(execFile)
const out = join(import.meta.dirname, '../../out')
const place = join(out, 'clients')

interface Tool {
  readonly packages: readonly string[]
  /** Where a file of the packages goes; undefined for one that is not needed. */
  readonly to: (path: string) => string | undefined
}

const goVersion = '1.24'

const go: Tool = {
  packages: [
    ...[`golang-${goVersion}-go`, `golang-${goVersion}-src`],
    ...['golang-github-go-sql-driver-mysql-dev', 'golang-filippo-edwards25519-dev'],
    ...['golang-github-lib-pq-dev', 'golang-github-gomodule-redigo-dev'],
    ...['golang-github-rabbitmq-amqp091-go-dev'],
    ...['golang-github-aws-aws-sdk-go-v2-dev', 'golang-github-aws-smithy-go-dev'],
  ],
  to: (path) => {
    const [, root] = new RegExp(`^usr/(?:lib|share)/go-${goVersion}/(.*)$`).exec(path) ?? []
    if (root !== undefined) return /^(test|api|misc)\//.test(root) ? undefined : `root/${root}`
    // Of several hundred services of the SDK these are asked.
    const [, service] = /\/aws-sdk-go-v2\/service\/([^/]+)\//.exec(path) ?? []
    if (service !== undefined && !['s3', 'sso', 'ssooidc', 'sts', 'internal'].includes(service))
      return undefined
    return /^usr\/share\/gocode\/(src\/.*)(?<!_test\.go)$/.exec(path)?.[1]
  },
}

const java: Tool = {
  packages: [
    ...['libpostgresql-jdbc-java', 'libscram-java', 'libstringprep-java', 'libmariadb-java'],
    ...['librabbitmq-client-java', 'libslf4j-java', 'libmail-java', 'libactivation-java'],
    ...['core', 'beans', 'jdbc', 'transaction', 'context', 'context-support'].map(
      (name) => `libspring-${name}-java`,
    ),
    'libcommons-logging-java',
  ],
  to: (path) => {
    const [, jar] = /^usr\/share\/java\/([^/]+)\.jar$/.exec(path) ?? []
    // Each is there by its version, too; and of the ways to write a log, the one that writes none is enough.
    const isOther = jar === undefined || /-\d[\d.]*$/.test(jar) || /slf4j-(?!api$|nop$)|over-slf4j/.test(jar)
    return isOther ? undefined : `${jar}.jar`
  },
}

const boto3: Tool = {
  packages: [
    'boto3',
    'botocore',
    's3transfer',
    'jmespath',
    'dateutil',
    'six',
    'urllib3',
    'requests',
    'idna',
    'chardet',
    'certifi',
  ].map((name) => `python3-${name}`),
  to: (path) => {
    const [, module] = /^usr\/lib\/python3\/dist-packages\/(.*)$/.exec(path) ?? []
    // Descriptions of several hundred services.
    return module !== undefined && /^botocore\/data\/(?!s3|sts)[^/]+\//.test(module) ? undefined : module
  },
}

/** @returns the folder with its files */
async function unpack(name: string, { packages, to }: Tool): Promise<string> {
  const mark = createHash('sha256').update(packages.join(' ')).update(String(to)).digest('hex').slice(0, 12)
  const whole = join(place, `${name}-${mark}`)
  if (await exists(whole)) return whole
  await mkdir(place, { recursive: true })
  const files = await fetchPackages(packages, ownArchitecture, join(out, 'cache/debs'))
  const draft = await mkdtemp(join(place, 'unpacking-'))
  try {
    for (const path of files.paths()) {
      const target = to(path)
      // Folders that are links: what they lead to is a file of its own.
      const file = target === undefined ? undefined : files.resolve(path)
      if (target === undefined || !file) continue
      await mkdir(dirname(join(draft, target)), { recursive: true })
      await writeFile(join(draft, target), file.data, { mode: file.mode & 0o777 })
    }
    await rename(draft, whole)
    return whole
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Builds the program. @returns its path */
export async function goProgram(): Promise<string> {
  const folder = await unpack('go', go)
  const program = join(folder, 'connect')
  await run(
    join(folder, 'root/bin/go'),
    ['build', '-o', program, join(import.meta.dirname, 'go/connect.go')],
    {
      env: {
        ...{ PATH: process.env.PATH, HOME: folder, GOROOT: join(folder, 'root'), GOPATH: folder },
        ...{ GOCACHE: join(folder, 'cache'), GO111MODULE: 'off', CGO_ENABLED: '0' },
      },
    },
  )
  return program
}

/** Builds the program. @returns what `java` is to be started with */
export async function javaProgram(): Promise<readonly string[]> {
  const folder = await unpack('java', java)
  const jars = (await readdir(folder))
    .filter((name) => name.endsWith('.jar'))
    .map((name) => join(folder, name))
  const classes = join(folder, 'classes')
  await run('javac', [
    ...['-cp', jars.join(':'), '-d', classes],
    join(import.meta.dirname, 'java/Connect.java'),
  ]).catch((cause: unknown) => {
    throw new Error('Install the Debian package default-jdk-headless.', { cause })
  })
  // The test image of PostgreSQL has no time zones but this one.
  return ['-Duser.timezone=GMT', '-cp', [classes, ...jars].join(':'), 'Connect']
}

/** @returns the folder that Python is to find modules in */
export const boto3Folder = (): Promise<string> => unpack('boto3', boto3)

/** @returns a folder with the programs of `s3/`, and with their packages beside it */
export const objectStoreModules = (): Promise<string> =>
  installModules(join(import.meta.dirname, 's3'), join(out, 'cache/image-modules'))
