// Installs the Debian packages that Portside and its tests need, or says with which command to do it.
import { readFileSync } from 'node:fs'
import { run } from './program.mjs'
import { SetupError } from './setup-error.mjs'

const deadlineMs = 20 * 60_000

/** @typedef {'start' | 'test'} Purpose `test` includes what `start` needs */

/**
 * The packages in debian-packages.json for a purpose. An entry may name its architectures as Debian's control
 * files do: "qemu-system-x86 [amd64]".
 * @param {Purpose} purpose
 * @param {string} arch Debian's name: amd64 or arm64
 * @returns {string[]}
 */
export function packagesFor(purpose, arch, lists = readLists()) {
  const entries = purpose === 'test' ? [...lists.start, ...lists.test] : lists.start
  return [...new Set(entries.flatMap((entry) => packageFor(entry, arch)))]
}

function readLists() {
  return JSON.parse(readFileSync(new URL('../debian-packages.json', import.meta.url), 'utf8'))
}

function packageFor(entry, arch) {
  const match = /^(\S+)(?:\s+\[([^\]]*)\])?$/.exec(entry)
  if (!match) throw new Error(`debian-packages.json: cannot read "${entry}"`)
  const [, name, archs] = match
  return archs === undefined || archs.split(/\s+/).includes(arch) ? [name] : []
}

/**
 * @param {readonly string[]} wanted
 * @param {string} listing lines of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`
 */
export function missingFrom(wanted, listing) {
  const installed = new Set()
  for (const line of listing.split('\n')) {
    const [name, status] = line.trim().split(' ')
    if (status === 'installed') installed.add(name)
  }
  return wanted.filter((name) => !installed.has(name))
}

/** The command that installs packages, as it is run or shown. */
export function installCommand(/** @type {readonly string[]} */ packages) {
  return ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
}

/**
 * @param {{ packages: readonly string[], step: () => import('./progress.mjs').Step, log: string,
 *   isRoot?: boolean, signal?: AbortSignal }} options `log` gets the output of apt-get
 * @returns {Promise<boolean>} true when something was installed
 */
export async function ensureDebianPackages({
  packages,
  step,
  log,
  isRoot = process.getuid?.() === 0,
  signal,
}) {
  const missing = await missingPackages(packages)
  if (missing.length === 0) return false
  if (!isRoot) {
    throw new SetupError(`These Debian packages are missing: ${missing.join(' ')}`, {
      remedy: `Run this, then start again:\n  sudo ${installCommand(missing).join(' ')}`,
    })
  }
  const progress = step()
  progress.note(`installing ${missing.length}: ${missing.join(' ')}`)
  await install(missing, progress, log, signal)
  progress.done('installed')
  return true
}

/** Which of them are not installed. @param {readonly string[]} packages */
export async function missingPackages(packages) {
  return packages.length === 0 ? [] : missingFrom(packages, await listInstalled(packages))
}

async function listInstalled(packages) {
  const lines = []
  const { code, tail } = await run(
    'dpkg-query',
    ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages],
    {
      onLine: (line) => lines.push(line),
    },
  )
  if (code === 127) {
    throw new SetupError(
      'Setting up a machine from source needs Debian or Ubuntu: dpkg-query cannot be run.',
      {
        detail: tail,
        remedy: 'Attach to a Docker Engine that you have: npm start -- --engine /var/run/docker.sock',
      },
    )
  }
  return lines.join('\n')
}

async function install(missing, progress, log, signal) {
  // Package lists that are there may be fresh enough, and refreshing them costs seconds: only after a failure.
  if ((await aptGet(installCommand(missing).slice(1), progress, log, signal)).code === 0) return
  progress.note('refreshing the package lists')
  const update = await aptGet(['update'], progress, log, signal)
  const again = await aptGet(installCommand(missing).slice(1), progress, log, signal)
  if (again.code === 0) return
  throw new SetupError('apt-get could not install the packages.', {
    detail: update.code === 0 ? again.tail : update.tail,
    remedy: `Its whole output is in ${log}. To try by hand: ${installCommand(missing).join(' ')}`,
  })
}

async function aptGet(args, progress, log, signal) {
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0']
  const ended = await run('apt-get', [...options, ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    signal,
    deadlineMs,
    log,
    onLine: (line) => {
      const status = aptStatus(line)
      if (status) progress.update(status)
    },
  })
  signal?.throwIfAborted()
  return ended
}

const verbs = { Get: 'downloading', Unpacking: 'unpacking', 'Setting up': 'configuring' }

/**
 * What a line of apt-get's output says that it does now. (Its machine-readable status is no choice: apt makes that
 * channel non-blocking, and packages' scripts that share it then fail to write.)
 * @returns {string | undefined} undefined when the line says nothing of that kind
 */
export function aptStatus(/** @type {string} */ line) {
  const match = /^(Get):\d+ \S+ \S+\/\S+ \S+ (\S+)|^(Unpacking|Setting up) ([^\s:]+)/.exec(line)
  return match ? `${verbs[match[1] ?? match[3]]} ${match[2] ?? match[4]}` : undefined
}
