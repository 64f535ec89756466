// Builds the guest that ours is compared with: Debian with systemd and docker.io, as one would install it.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { debianMirror } from '../../assets/guest/debian-mirror.mjs'
import { pack } from '../../assets/guest/pack.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { run } from '../setup/program.mjs'
import { readStamp, writeStamp } from '../setup/stamp.mjs'
import { primeReference } from './reference-boot.mjs'

const suite = 'trixie'
const diskBytes = 4 * 2 ** 30
const deadlineMs = 15 * 60_000

/** Debian packages that building it takes on this computer. */
export const referencePackages = ['mmdebstrap', 'e2fsprogs']

const packages = ['systemd-sysv', 'udev', 'dbus', 'linux-image-cloud-amd64', 'initramfs-tools', 'docker.io']

/** Files put into it. The address is fixed, so that the comparison does not wait for DHCP. */
const files = {
  'etc/systemd/network/10-wired.network':
    '[Match]\nName=en* eth*\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\nDNS=10.0.2.3\n',
  'etc/default/docker': 'DOCKER_OPTS="-H tcp://0.0.0.0:2375"\n',
  'etc/hostname': 'reference\n',
  'etc/fstab': '/dev/vda / ext4 defaults,noatime 0 1\n',
}

/**
 * @typedef {object} ReferenceGuest
 * @property {string} disk raw ext4 image with everything in it
 * @property {string} kernel
 * @property {string} initrd
 * @property {number} packedBytes all of its files, with kernel and initrd, packed as ours are
 */

/**
 * Builds it once; needs root, as debootstrap does.
 * @param {{ folder: string, step: () => import('../setup/progress.mjs').Step, signal?: AbortSignal }} options
 * @returns {Promise<ReferenceGuest>}
 */
export async function ensureReferenceGuest({ folder, step, signal }) {
  const guest = {
    disk: join(folder, 'disk.img'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd.img'),
  }
  const stampPath = stampOf(folder)
  const recipe = createHash('sha256')
    .update(readFileSync(new URL(import.meta.url)))
    .digest('hex')
  const stamp = readStamp(stampPath)
  if (stamp.recipe === recipe) return { ...guest, packedBytes: stamp.packedBytes }
  const progress = step()
  progress.note(`building Debian ${suite} with systemd and docker.io, once`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const tree = join(folder, 'tree')
  const options = { signal, deadlineMs, log: join(folder, 'build.log') }
  await installDebian(tree, options)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(tree, path), text)
  copyFileSync(bootFile(tree, 'vmlinuz-'), guest.kernel)
  copyFileSync(bootFile(tree, 'initrd.img-'), guest.initrd)
  chmodSync(guest.initrd, 0o644)
  progress.note('packing it as ours is')
  const packedBytes = await packedSize(tree, options)
  writeFileSync(guest.disk, '')
  truncateSync(guest.disk, diskBytes)
  await must('mke2fs', ['-q', '-t', 'ext4', '-d', tree, guest.disk], options)
  rmSync(tree, { recursive: true })
  writeStamp(stampPath, { recipe, packedBytes })
  progress.done('built')
  return { ...guest, packedBytes }
}

/** Boots it for the first time, once: what is done only then is not to be measured. */
export async function ensurePrimed(/** @type {string} */ folder, guest, machine, step) {
  const stamp = readStamp(stampOf(folder))
  if (stamp.primed) return
  const progress = step()
  progress.note('booting it for the first time')
  await primeReference(guest, machine)
  writeStamp(stampOf(folder), { ...stamp, primed: true })
  progress.done('booted')
}

const stampOf = (/** @type {string} */ folder) => join(folder, 'stamp.json')

async function packedSize(tree, options) {
  const archive = `${tree}.tar`
  await must('tar', ['-C', tree, '-cf', archive, '.'], options)
  const packed = await pack(readFileSync(archive), options.signal)
  rmSync(archive)
  return packed.length
}

async function installDebian(tree, options) {
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
  const args = ['--mode=root', '--variant=minbase', `--keyring=${keyring}`, `--include=${packages.join(',')}`]
  const enable = 'chroot "$1" systemctl enable systemd-networkd.service'
  await must(
    'mmdebstrap',
    [...args, `--customize-hook=${enable}`, suite, tree, await debianMirror()],
    options,
  )
}

async function must(command, args, options) {
  const { code, tail } = await run(command, args, options)
  options.signal?.throwIfAborted()
  if (code !== 0) throw new SetupError(`${command} failed with code ${code}.`, { detail: tail })
}

function bootFile(tree, prefix) {
  const name = readdirSync(join(tree, 'boot')).find((entry) => entry.startsWith(prefix))
  if (!name) throw new Error(`The reference guest has no ${prefix}* in /boot`)
  return join(tree, 'boot', name)
}
