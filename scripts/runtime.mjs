// `npm run runtime`: fetches, verifies and pins the programs that are packed with Portside.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { runtime } = await import('./runtime/runtime.mjs')
process.exitCode = await runtime(process.argv.slice(2))
