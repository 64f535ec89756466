// The initial RAM file system: BusyBox, the modules on the way to the root image, and a script that loads them.

import { readFile } from 'node:fs/promises'
import { writeCpio } from './cpio.mjs'
import { baseName, FileTree } from './file-tree.mjs'
import { loadOrder } from './kernel-modules.mjs'
import { BOOT_MODULES } from './recipe.mjs'

/**
 * @param {import('./package-files.mjs').PackageFiles} from
 * @param {readonly import('./kernel-modules.mjs').Module[]} modules
 * @param {number} mtime Unix seconds
 * @returns {Promise<Buffer>}
 */
export async function assembleInitrd(from, modules, mtime) {
  const tree = new FileTree()
  for (const dir of ['dev', 'proc', 'sys', 'root']) tree.addDir(dir)
  const script = await readFile(new URL('initrd/init', import.meta.url), 'utf8')
  tree.addFile('init', script.replaceAll('\r\n', '\n'), 0o755)
  tree.addFile('bin/busybox', from.require('usr/bin/busybox').data, 0o755)
  const order = loadOrder(modules, BOOT_MODULES)
  for (const module of order) tree.addFile(`modules/${baseName(module.path)}`, module.data)
  tree.addFile('modules/order', order.map((module) => `${baseName(module.path)}\n`).join(''))
  return writeCpio(tree, mtime)
}
