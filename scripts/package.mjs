// `npm run package`: makes Portside's packages, or with --dir the folders that they are made of.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { pack } = await import('./package/package.mjs')
// electron-builder leaves an exit code of its own behind.
process.exit(await pack(process.argv.slice(2)))
