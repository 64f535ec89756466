// `npm run bench`: measures speed and size against their goals.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { bench } = await import('./bench/bench.mjs')
process.exitCode = await bench(process.argv.slice(2))
