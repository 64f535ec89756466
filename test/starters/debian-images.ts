// Images that stand in for those that starters begin with: Debian with the same tools at the same places, by mmdebstrap.
// What each takes is made once and kept below out/.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { debianMirror, debianProxy } from '../../assets/guest/debian-mirror.mjs'
import { run } from '../../main/base/child'

const place = join(import.meta.dirname, '../../out/starters')

interface StandIn {
  readonly packages: readonly string[]
  /** Commands of the shell for its root folder, `$1`. */
  readonly change?: readonly string[]
  /** Instructions for the image, as in a Dockerfile. */
  readonly config?: readonly string[]
}

/** Everything that Maven fetches comes from the packages, as from a registry. */
const settings =
  '<settings><mirrors><mirror><id>debian</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors></settings>'

const jdk = 'openjdk-21-jdk-headless'

const standIns: Readonly<Record<string, StandIn>> = {
  'python:3.13-slim': {
    packages: [
      'passwd',
      'python3',
      'python3-pip',
      'python3-venv',
      'python3-flask',
      'python3-fastapi',
      'uvicorn',
    ],
    // There pip is the one who installs; and the name is the one that the image has.
    change: ['ln -s python3 "$1/usr/bin/python"', 'rm "$1"/usr/lib/python3*/EXTERNALLY-MANAGED'],
  },
  'maven:3-eclipse-temurin-21': {
    packages: [
      jdk,
      'maven',
      'libsurefire-java',
      ...['clean', 'compiler', 'dependency', 'install', 'jar', 'resources'].map(
        (name) => `libmaven-${name}-plugin-java`,
      ),
    ],
    change: [`echo '${settings}' >"$1/etc/maven/settings.xml"`],
  },
  'gradle:8-jdk21': { packages: [jdk, 'gradle'] },
  'eclipse-temurin:21-jre': { packages: ['passwd', 'openjdk-21-jre-headless'] },
  'golang:1': {
    packages: ['golang-go', 'ca-certificates'],
    config: ['ENV GOPATH=/go', 'ENV GOTOOLCHAIN=local'],
  },
  'nginx:stable': {
    packages: ['nginx-light', 'curl'],
    change: [
      'rm "$1/etc/nginx/sites-enabled/default"',
      'mkdir -p "$1/usr/share/nginx/html"',
      `echo 'server { listen 80; root /usr/share/nginx/html; }' >"$1/etc/nginx/conf.d/default.conf"`,
    ],
    config: ['CMD ["nginx", "-g", "daemon off;"]'],
  },
}

export const standInNames = Object.keys(standIns)

/** Gives the engine an image of this name. */
export async function addStandIn(docker: Docker, name: string): Promise<void> {
  const wanted = standIns[name]
  if (!wanted) throw new Error(`nothing stands in for ${name}`)
  const file = await rootOf(wanted)
  const [repo = '', tag = ''] = name.split(':')
  const changes = (wanted.config ?? []).map((one): [string, string] => ['changes', one])
  const query = new URLSearchParams([['fromSrc', '-'], ['repo', repo], ['tag', tag], ...changes])
  await new Promise<void>((resolve, reject) => {
    const options = {
      path: `/images/create?${query}&`,
      method: 'POST',
      file: createReadStream(file),
      isStream: true,
      statusCodes: { 200: true, 500: 'server error' },
    }
    docker.modem.dial(options as never, (error: Error | null, stream: unknown) => {
      if (error) return reject(error)
      docker.modem.followProgress(stream as NodeJS.ReadableStream, (failed: Error | null) =>
        failed ? reject(failed) : resolve(),
      )
    })
  })
}

/** An archive of its root folder. */
async function rootOf({ packages, change = [] }: StandIn): Promise<string> {
  const mark = createHash('sha256')
    .update(JSON.stringify([packages, change]))
    .digest('hex')
    .slice(0, 12)
  const file = join(place, `${mark}.tar`)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) return file
  await mkdir(place, { recursive: true })
  const draft = join(place, `${mark}-${process.pid}.draft.tar`)
  const proxy = await debianProxy()
  const { exitCode, stderr } = await run('mmdebstrap', [
    ...['--variant=apt', '--aptopt=Acquire::Languages "none"', '--dpkgopt=path-exclude=/usr/share/doc/*'],
    ...(proxy === undefined ? [] : [`--aptopt=Acquire::http::Proxy "${proxy}"`]),
    ...change.map((command) => `--customize-hook=${command}`),
    ...[`--include=${packages.join(',')}`, 'trixie', draft, await debianMirror()],
  ]).catch((cause: unknown) => {
    throw new Error('Install the Debian package mmdebstrap.', { cause })
  })
  if (exitCode !== 0) throw new Error(`mmdebstrap: ${stderr.slice(-2000)}`)
  await rename(draft, file)
  return file
}
