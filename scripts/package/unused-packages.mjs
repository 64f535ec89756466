// Leaves out of a bundle what a package loads at once for something that Portside never asks of it.

/**
 * @param {readonly string[]} packages names of packages; who requires one gets an empty object
 * @returns {import('vite').Plugin}
 */
export function withoutUnused(packages) {
  const id = '\0unused-package'
  return {
    name: 'without-unused-packages',
    enforce: 'pre',
    resolveId: (name) => (packages.includes(name) ? id : undefined),
    load: (asked) => (asked === id ? 'module.exports = {}' : undefined),
  }
}
