// What `npm run bench` does: set-up, then each measure, then a line for each result.
import { join } from 'node:path'
import { outDir, root, setupDir } from '../root.mjs'
import { ensureDebianPackages } from '../setup/debian-packages.mjs'
import { debianArch } from '../setup/guest-image.mjs'
import { createProgress } from '../setup/progress.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { prepare } from '../setup/setup.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { measureApp } from './app.mjs'
import { measureBoot } from './boot.mjs'
import { measureImageSize } from './image-size.mjs'
import { help, parseBenchOptions } from './options.mjs'
import { referencePackages } from './reference-guest.mjs'
import { measurePorts } from './ports.mjs'
import { measureGiveBack } from './give-back.mjs'
import { measureStats } from './stats.mjs'
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
    const measure = {
      'image-size': () => measureImageSize(outDir, debianArch()),
      boot: async () => {
        const step = () => progress.step('Debian packages')
        await ensureDebianPackages({
          packages: referencePackages,
          step,
          log: join(setupDir, 'apt.log'),
          signal,
        })
        return measureBoot({ root, outDir, runs, progress, signal })
      },
      app: () => measureApp({ root, outDir, signal }),
      ports: () => measurePorts({ root, outDir, runs, signal }),
      'give-back': () => measureGiveBack({ root, outDir, signal }),
      stats: () => measureStats({ root, outDir, signal }),
    }
    const results = []
    for (const name of names) results.push(...(await measure[name]()))
    return results
  } finally {
    stopListening()
  }
}
