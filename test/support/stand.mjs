// Starts a registry with the test images and an engine to try things by hand: node test/support/stand.mjs [--machine]
import { join } from 'node:path'
import { runnerImport } from 'vite'

const load = async (file) =>
  (await runnerImport(join(import.meta.dirname, file), { configFile: false })).module

const { testImages } = await load('images/storage.ts')
const { startRegistry } = await load('registry.ts')
const registry = await startRegistry({ storage: await testImages() })
const engine = await startEngine().catch(async (error) => {
  await registry.stop()
  throw error
})

console.log(`export DOCKER_HOST=${engine.host}`)
if (engine.ip) console.log(`Published ports answer on ${engine.ip}.`)
console.log(`The registry is ${registry.url}. Ctrl-C ends both.`)

async function startEngine() {
  if (!process.argv.includes('--machine'))
    return (await load('dockerd.ts')).startDockerd({ mirror: registry.url })
  const { startNamespaceMachine } = await load('namespace-machine/namespace-machine.ts')
  return startNamespaceMachine({ mirror: registry.url })
}

// The process is held open by the programs it started.
const { onInterruption } = await load('interruption.ts')
onInterruption(async () => {
  await engine.stop()
  await registry.stop()
})
