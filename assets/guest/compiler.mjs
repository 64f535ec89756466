// Debian's compiler and the kernel's build programs, unpacked into a folder and run from there: the building computer
// needs neither, and what they make does not depend on what it has.

import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readDeb } from './deb.mjs'
import { interpreter, isElf } from './elf.mjs'
import { MERGED } from './package-files.mjs'
import { PLATFORM } from './recipe.mjs'

/** @typedef {import('./recipe.mjs').Arch} Arch */

/** What is unpacked of the packages: `cc1` takes most of it, and of other processors nothing is needed. */
const UNWANTED = new RegExp(
  [
    '^usr/share/',
    '^etc/',
    '/vmlinux$',
    '^usr/src/linux-headers-[^/]+/(?:arch/(?!x86/|arm64/|arm/|Makefile|Kconfig)|include/(?:drm|sound|scsi|rdma|media|dt-bindings)/)',
    '^usr/libexec/gcc/.*/(?:lto1|lto-dump|g\\+\\+-mapper-server)',
    '^usr/bin/.*(?:lto-dump|gcov|gprof|perf)',
    '/gconv/',
  ].join('|'),
)

/**
 * @param {readonly string[]} debs
 * @param {string} root an empty folder
 * @param {Arch} host of this computer
 * @param {AbortSignal} [signal]
 */
export async function unpackCompiler(debs, root, host, signal) {
  const { triplet, loader } = PLATFORM[host]
  const libraries = `${root}/usr/lib/${triplet}`
  const start = `${libraries}/${loader.slice(loader.lastIndexOf('/') + 1)} --library-path ${libraries}`
  /** @type {import('./tar.mjs').TarEntry[]} */
  const links = []
  const made = new Set()
  const makeFolder = async (/** @type {string} */ folder) => {
    if (made.has(folder)) return
    made.add(folder)
    await mkdir(folder, { recursive: true })
  }
  for (const deb of debs) {
    for (const entry of await readDeb(deb, signal)) {
      const path = entry.path.replace(MERGED, 'usr/$1')
      if (entry.type === 'dir' || UNWANTED.test(path)) continue
      if (entry.type !== 'file') links.push({ ...entry, path })
      else {
        await makeFolder(dirname(join(root, path)))
        await putFile(join(root, path), entry, root, start)
      }
    }
  }
  for (const { path, type, target } of links) {
    await makeFolder(dirname(join(root, path)))
    const to =
      type === 'link' || target.startsWith('/') ? join(root, target.replace(MERGED, 'usr/$1')) : target
    await symlink(to, join(root, path)).catch((/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/**
 * A program asks for its loader by a fixed path, where this computer has an older one or none: a script starts it.
 * @param {string} file
 * @param {import('./tar.mjs').TarEntry} entry
 * @param {string} root
 * @param {string} start
 */
async function putFile(file, { data, mode }, root, start) {
  const isLibrary = /\.so(?:\.|$)/.test(file)
  const isProgram = !isLibrary && (mode & 0o100) !== 0 && isElf(data) && interpreter(data) !== ''
  // Debian's makefiles of the kernel's headers lead to each other by fixed paths.
  const isMakefile = /^include \/usr\/src\//.test(data.toString('latin1', 0, 40))
  const content = isMakefile ? data.toString('utf8').replace('/usr/src/', `${root}/usr/src/`) : data
  await writeFile(isProgram ? `${file}.elf` : file, content)
  await chmod(isProgram ? `${file}.elf` : file, mode | 0o600)
  if (!isProgram) return
  await writeFile(file, `#!/bin/sh\nexec ${start} --argv0 "$0" ${file}.elf "$@"\n`)
  await chmod(file, 0o755)
}
