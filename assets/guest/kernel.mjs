// Finds the kernel in its package.

/**
 * @param {import('./package-files.mjs').PackageFiles} from
 * @returns {{ version: string, image: Buffer }} the release as `uname -r` prints it, and the bootable image
 */
export function findKernel(from) {
  const path = from.paths().find((candidate) => candidate.startsWith('boot/vmlinuz-'))
  if (!path) throw new Error('No package of the recipe has a kernel')
  return { version: path.slice('boot/vmlinuz-'.length), image: from.require(path).data }
}
