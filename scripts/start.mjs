// `npm start`: sets up what is missing, then runs Portside in Electron or for the browser until it is ended.
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { start } = await import('./start/start.mjs')
process.exitCode = await start(process.argv.slice(2))
