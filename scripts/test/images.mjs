// Builds the images that the tests run, then fetches the programs of other versions that they use, once and before any of
// them: no test waits for it, and no two build at once.
import { closeModules, loadModule } from '../bench/load-module.mjs'

async function buildImages() {
  const { leftOutOf, testImages } = await loadModule('test/support/images/storage.ts')
  const leftOut = Object.entries(await leftOutOf(await testImages()))
  for (const [repository, reason] of leftOut) console.log(`left out: ${repository}: ${reason}`)
}

/** One after the other, because they share packages. A test that needs one that cannot be had says so itself. */
async function fetchPrograms() {
  const { buildxFolder, newerEngine } = await loadModule('test/support/engine-programs.ts')
  const { composeFolder } = await loadModule('test/support/compose.ts')
  for (const fetch of [composeFolder, buildxFolder, newerEngine])
    await fetch().catch((error) => console.log(`not fetched: ${error.message}`))
}

try {
  await buildImages()
  await fetchPrograms()
} finally {
  await closeModules()
}
