// Downloads Electron's archive into the cache that Electron's own install script reads; prints progress as numbers.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const fromElectron = createRequire(require.resolve('electron/package.json'))

const { downloadArtifact } = fromElectron('@electron/get')
const { version } = require('electron/package.json')

try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    cacheRoot: process.env.electron_config_cache,
    checksums: require('electron/checksums.json'),
    downloadOptions: {
      quiet: true,
      getProgressCallback: async ({ percent }) => console.log(String(Math.floor(percent * 100))),
    },
  })
} catch (error) {
  console.error(`reason: ${reasonOf(error)}`)
  process.exit(1)
}

/** The innermost message: the outer one of a failed fetch is only "fetch failed". */
function reasonOf(error) {
  const cause = error.cause?.errors?.[0] ?? error.cause
  return cause ? reasonOf(cause) : error.message
}
