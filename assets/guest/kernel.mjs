// Finds the kernel: which package of the archive has the newest one, and where it lies in that package.

import { kernelMetapackage } from './recipe.mjs'

/**
 * Kernel packages have their version in their name, so a new one is found through the metapackage.
 * @param {ReadonlyMap<string, import('./debian-index.mjs').IndexedPackage>} index
 * @param {import('./recipe.mjs').Arch} arch
 * @returns {import('./debian-index.mjs').IndexedPackage}
 */
export function newestKernel(index, arch) {
  const name = /linux-image-\d\S+/.exec(index.get(kernelMetapackage(arch))?.depends ?? '')?.[0]
  const found = name && index.get(name)
  if (!found) throw new Error(`${kernelMetapackage(arch)} leads to no kernel package`)
  return found
}

/** @param {string} name of a package */
export function isKernelPackage(name) {
  return /^linux-image-\d/.test(name)
}

/** The kernel's version as packages carry it in their names. @param {string} name e.g. `linux-image-6.12.107+deb13-cloud-amd64` */
export function versionInName(name) {
  return /^linux-image-(.+?)-cloud-/.exec(name)?.[1] ?? ''
}

/** Packages by which modules for a kernel are made. @param {string} version in names @param {import('./recipe.mjs').Arch} arch */
export function headerPackages(version, arch) {
  return [`linux-headers-${version}-cloud-${arch}`, `linux-headers-${version}-common`]
}

/** Programs that build a kernel's parts. @param {string} version in names */
export function kernelBuildPackage(version) {
  return `linux-kbuild-${version}`
}

/**
 * @param {import('./package-files.mjs').PackageFiles} from
 * @returns {{ version: string, image: Buffer }} the release as `uname -r` prints it, and the bootable image
 */
export function findKernel(from) {
  const path = from.paths().find((candidate) => candidate.startsWith('boot/vmlinuz-'))
  if (!path) throw new Error('No package of the recipe has a kernel')
  return { version: path.slice('boot/vmlinuz-'.length), image: from.require(path).data }
}
