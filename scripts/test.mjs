// `npm test`: installs what is missing, runs every check and test, ends with the count.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { test } = await import('./test/test.mjs')
process.exitCode = await test(process.argv.slice(2))
