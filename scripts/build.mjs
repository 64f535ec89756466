// `npm run build`: builds the app's bundles and remembers for which sources.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { createProgress } = await import('./setup/progress.mjs')
const { describeError } = await import('./setup/setup-error.mjs')
const { build } = await import('./setup/setup.mjs')

try {
  await build(createProgress())
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
