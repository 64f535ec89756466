// Remembers which npm packages went into the bundles, for the list of what Portside consists of.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the bundles and never packed: one file a bundle, a JSON list of package folders below node_modules. */
export const bundledDir = join('out', 'bundled')

/**
 * @param {string} root
 * @param {string} bundle main, preload or renderer
 * @returns {import('vite').Plugin}
 */
export function rememberPackages(root, bundle) {
  return {
    name: 'remember-packages',
    generateBundle(_options, output) {
      const sources = Object.values(output).flatMap((part) =>
        part.type === 'chunk' ? Object.keys(part.modules) : part.originalFileNames,
      )
      const folders = new Set(sources.flatMap(packageFolder))
      mkdirSync(join(root, bundledDir), { recursive: true })
      writeFileSync(
        join(root, bundledDir, `${bundle}.json`),
        `${JSON.stringify([...folders].sort(), undefined, 2)}\n`,
      )
    },
  }
}

/** The folder of the package that a file belongs to: `node_modules/@a/b` for `…/node_modules/@a/b/lib/c.js`. */
export function packageFolder(/** @type {string} */ file) {
  const [, below] = /(?:^|[\\/])(node_modules[\\/].*)/.exec(file) ?? []
  const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(below?.replaceAll('\\', '/') ?? '')
  return found ? [found[0]] : []
}
