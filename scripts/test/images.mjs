// Builds the images that the tests run, once and before any of them: no test waits for it, and no two build at once.
import { closeModules, loadModule } from '../bench/load-module.mjs'

try {
  const { leftOutOf, testImages } = await loadModule('test/support/images/storage.ts')
  const leftOut = Object.entries(await leftOutOf(await testImages()))
  for (const [repository, reason] of leftOut) console.log(`left out: ${repository}: ${reason}`)
} finally {
  await closeModules()
}
