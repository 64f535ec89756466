// Adds the shared libraries that the guest's programs need, found by reading ELF files: nothing of the guest is run.

import { interpreter, isElf, neededLibraries } from './elf.mjs'
import { baseName } from './file-tree.mjs'

/**
 * Completes `tree` until every program and library in it finds what it asks for.
 * @param {import('./file-tree.mjs').FileTree} tree
 * @param {import('./package-files.mjs').PackageFiles} from
 * @param {string} triplet the multiarch folder name, for example `x86_64-linux-gnu`
 * @throws {Error} naming the library that no package has
 */
export function addLibraries(tree, from, triplet) {
  const queue = tree.entries()
  const seen = new Set()
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const [user, node] = entry
    if (node.type !== 'file' || !isElf(node.data)) continue
    const loader = baseName(interpreter(node.data))
    for (const name of [...neededLibraries(node.data), ...(loader ? [loader] : [])]) {
      if (seen.has(name)) continue
      seen.add(name)
      const path = `usr/lib/${triplet}/${name}`
      const data = from.resolve(path)?.data
      if (!data) throw new Error(`No package of the recipe has ${name}, which ${user} needs`)
      tree.addFile(path, data, 0o755)
      queue.push([path, { type: 'file', mode: 0o755, data }])
    }
  }
}
