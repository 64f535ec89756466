// Puts the guest's root file system together from package files and from the product's own files in rootfs/.

import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { busyboxCommands } from './busybox.mjs'
import { FileTree } from './file-tree.mjs'
import { addModules } from './kernel-modules.mjs'
import { addLibraries } from './libraries.mjs'
import { FOLDERS, PLATFORM, PROGRAMS, UNWANTED_COMMANDS } from './recipe.mjs'

/** The product's own files, as they lie in the guest. */
const OWN_FILES = new URL('rootfs/', import.meta.url)

/**
 * @param {import('./package-files.mjs').PackageFiles} from
 * @param {{ arch: import('./recipe.mjs').Arch, kernelVersion: string,
 *   modules: readonly import('./kernel-modules.mjs').Module[], osRelease: string }} about
 * @returns {Promise<FileTree>}
 */
export async function assembleRoot(from, { arch, kernelVersion, modules, osRelease }) {
  const tree = new FileTree()
  for (const dir of FOLDERS) tree.addDir(dir, dir === 'root' ? 0o700 : 0o755)
  for (const dir of ['bin', 'sbin', 'lib', 'lib64']) tree.addSymlink(dir, `usr/${dir}`)
  for (const path of PROGRAMS) tree.addFile(path, from.require(path).data, 0o755)
  tree.addSymlink('usr/bin/docker-init', 'tini-static')
  addFirewallCommands(tree, from, PLATFORM[arch].triplet)
  addLibraries(tree, from, PLATFORM[arch].triplet)
  addLoader(tree, arch)
  addCommands(tree)
  addConfiguration(tree, from, osRelease)
  await addOwnFiles(tree)
  addModules(tree, modules, kernelVersion)
  for (const name of ['modules.builtin', 'modules.builtin.modinfo', 'modules.order']) {
    const path = `usr/lib/modules/${kernelVersion}/${name}`
    tree.addFile(path, from.require(path).data)
  }
  return tree
}

/** iptables is one program with many names; `-nft` is the default, and Docker only knows the plain names. */
function addFirewallCommands(
  /** @type {FileTree} */ tree,
  /** @type {import('./package-files.mjs').PackageFiles} */ from,
  /** @type {string} */ triplet,
) {
  for (const table of ['iptables', 'ip6tables']) {
    for (const suffix of ['', '-save', '-restore']) {
      tree.addSymlink(`usr/sbin/${table}${suffix}`, 'xtables-nft-multi')
      tree.addSymlink(`usr/sbin/${table}-nft${suffix}`, 'xtables-nft-multi')
      tree.addSymlink(`usr/sbin/${table}-legacy${suffix}`, 'xtables-legacy-multi')
    }
  }
  const extensions = `usr/lib/${triplet}/xtables/`
  for (const path of from.paths().filter((candidate) => candidate.startsWith(extensions))) {
    tree.addFile(path, from.require(path).data)
  }
}

/** Programs name their loader by a fixed path outside the library folder. */
function addLoader(/** @type {FileTree} */ tree, /** @type {import('./recipe.mjs').Arch} */ arch) {
  const { loader, triplet } = PLATFORM[arch]
  const up = loader.startsWith('usr/lib64/') ? '../lib/' : ''
  tree.addDir('usr/lib64')
  tree.addSymlink(loader, `${up}${triplet}/${loader.slice(loader.lastIndexOf('/') + 1)}`)
}

/** Every BusyBox command that no real program provides. @param {FileTree} tree */
function addCommands(tree) {
  const busybox = tree.get('usr/bin/busybox')
  if (busybox?.type !== 'file') throw new Error('The root tree has no busybox')
  for (const name of busyboxCommands(busybox.data)) {
    if (UNWANTED_COMMANDS.includes(name) || tree.get(`usr/bin/${name}`) || tree.get(`usr/sbin/${name}`))
      continue
    tree.addSymlink(`usr/bin/${name}`, 'busybox')
  }
  // The kernel calls modprobe by this path.
  tree.addSymlink('usr/sbin/modprobe', '../bin/busybox')
}

/** Settings that consist of one line or one link: what changes at run time lies in /run. */
function addConfiguration(
  /** @type {FileTree} */ tree,
  /** @type {import('./package-files.mjs').PackageFiles} */ from,
  /** @type {string} */ osRelease,
) {
  const certificates = from
    .paths()
    .filter((path) => /^usr\/share\/ca-certificates\/mozilla\/.*\.crt$/.test(path))
    .map((path) => from.require(path).data)
  tree.addFile('etc/ssl/certs/ca-certificates.crt', Buffer.concat(certificates))
  tree.addFile('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n')
  tree.addFile('etc/group', 'root:x:0:\ntty:x:5:\ndocker:x:999:\nnogroup:x:65534:\n')
  tree.addFile('etc/nsswitch.conf', 'hosts: files dns\n')
  tree.addFile('etc/os-release', osRelease)
  tree.addSymlink('etc/mtab', '/proc/self/mounts')
  tree.addSymlink('etc/resolv.conf', '/run/resolv.conf')
  tree.addSymlink('etc/hosts', '/run/hosts')
  tree.addSymlink('etc/docker', '/run/docker-etc')
  tree.addSymlink('var/run', '/run')
  tree.addSymlink('var/tmp', '/tmp')
}

/** @param {FileTree} tree */
async function addOwnFiles(tree) {
  for (const { path, data } of await ownFiles(OWN_FILES)) {
    tree.addFile(path, data, data.toString('latin1', 0, 2) === '#!' ? 0o755 : 0o644)
  }
}

/**
 * The text files below a folder, with line ends as on Linux whatever the checkout did to them.
 * @param {URL} folder
 * @returns {Promise<{ path: string, data: Buffer }[]>} in path order
 */
export async function ownFiles(folder) {
  const base = folder.pathname
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(base, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  return Promise.all(
    paths.map(async (path) => ({
      path,
      data: Buffer.from((await readFile(new URL(path, folder), 'utf8')).replaceAll('\r\n', '\n')),
    })),
  )
}
