// What `npm run bench` does: set-up, then each measure, then a line for each result.
import { outDir, root } from '../root.mjs'
import { debianArch } from '../setup/guest-image.mjs'
import { createProgress } from '../setup/progress.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { prepare } from '../setup/setup.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { measureAdopt } from './adopt.mjs'
import { measureApp } from './app.mjs'
import { measureBoot } from './boot.mjs'
import { measureImageSize } from './image-size.mjs'
import { measureMachine } from './machine-measures.mjs'
import { help, parseBenchOptions } from './options.mjs'
import { createReference } from './reference.mjs'
import { measurePortCycles } from './port-cycles.mjs'
import { measurePorts } from './ports.mjs'
import { measureGiveBack } from './give-back.mjs'
import { measureIdleSleep } from './idle-sleep.mjs'
import { measureDesktop } from './desktop.mjs'
import { closeModules } from './load-module.mjs'
import { measureScale } from './scale.mjs'
import { measureStats } from './stats.mjs'
import { measureWorkspace } from './workspace.mjs'
import { describeResult, isMet } from './result.mjs'

/** @returns {Promise<number>} the exit code: 1 when a goal was missed */
export async function bench(/** @type {readonly string[]} */ args) {
  let options
  try {
    options = parseBenchOptions(args)
  } catch (error) {
    console.error(error.message)
    return 2
  }
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  try {
    const results = await measureAll(options)
    if (options.json) process.stdout.write(JSON.stringify(results, undefined, 2) + '\n')
    else for (const result of results) console.log(describeResult(result))
    return results.every(isMet) ? 0 : 1
  } catch (error) {
    console.error(describeError(error))
    return 1
  }
}

async function measureAll({ names, runs, json }) {
  const output = json ? process.stderr : process.stdout
  const progress = createProgress({ output })
  const interrupt = new AbortController()
  const stopListening = forwardSignals(() => interrupt.abort(new Error('Interrupted')))
  const { signal } = interrupt
  try {
    const bundles = names.some((name) => name !== 'image-size')
    await prepare({ progress, purpose: 'start', machine: true, bundles, signal })
    const reference = createReference({ outDir, progress, signal, idle: names.includes('idle-memory') })
    const options = { root, outDir, runs, progress, reference, signal }
    const measure = {
      'image-size': () => measureImageSize({ outDir, arch: debianArch(), reference }),
      boot: () => measureBoot(options),
      adopt: () => measureAdopt(options),
      app: () => measureApp(options),
      ports: () => measurePorts(options),
      'port-cycles': () => measurePortCycles(options),
      'give-back': () => measureGiveBack(options),
      'idle-sleep': () => measureIdleSleep(options),
      stats: () => measureStats(options),
      desktop: () => measureDesktop(options),
      scale: () => measureScale(options),
      workspace: () => measureWorkspace(options),
    }
    const results = []
    const ofMachine = names.filter((name) => !(name in measure))
    for (const name of names) {
      if (name in measure) results.push(...(await measure[name]()))
      else if (name === ofMachine[0]) results.push(...(await measureMachine(ofMachine, options)))
    }
    return results
  } finally {
    stopListening()
    await closeModules()
  }
}
