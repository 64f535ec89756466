// An app that starts the machine and is killed: node crashing-app.mjs '<DriverOptions as JSON, with the config itself>'; prints each step, what people are told ("notice CODE"), then "running".
import { join } from 'node:path'
import { runnerImport } from 'vite'

const load = async (file) =>
  (await runnerImport(join(import.meta.dirname, file), { configFile: false })).module

const { createDriver } = await load('../../main/machine/create-driver.ts')
const { pathsOf } = await load('../../main/base/paths.ts')
const { silentLog } = await load('../../main/base/log.ts')
const { freshContext } = await load('driver-probes.ts')

const { home, config, ...options } = JSON.parse(process.argv[2])
const driver = createDriver({
  ...options,
  paths: pathsOf(home),
  log: silentLog,
  config: async () => config,
})
const context = freshContext()
await driver.start({
  ...context,
  notice: ({ code }) => console.log(`notice ${code}`),
  step: (id, ...rest) => {
    console.log(`step ${id}`)
    return context.step(id, ...rest)
  },
})
console.log('running')
// The driver's connection to the guest keeps this process until it is killed.
