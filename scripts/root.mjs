// The folder of this checkout, and the places below it that set-up writes to.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Everything that is built or downloaded lies here; deleting it costs time and nothing else. */
export const outDir = join(root, 'out')

/** Stamps, locks and logs of set-up. */
export const setupDir = join(outDir, 'setup')
