// What `npm start` does, step by step.
import { join } from 'node:path'
import { outDir, root, setupDir } from '../root.mjs'
import { findElectron } from '../setup/electron-binary.mjs'
import { createProgress } from '../setup/progress.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { prepare } from '../setup/setup.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { runApp } from './app-process.mjs'
import { appArguments, help, parseStartOptions } from './options.mjs'
import { chooseSurface, describeSurface, hasDisplay } from './surface.mjs'

/** @returns {Promise<number>} the exit code */
export async function start(/** @type {readonly string[]} */ args) {
  let options
  try {
    options = parseStartOptions(args)
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    return 2
  }
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  try {
    const surface = await setUp(options)
    return surface ? await runSurface(surface, options) : 130
  } catch (error) {
    console.error(describeError(error))
    return 1
  }
}

/** @returns where to open; undefined when the user interrupted */
async function setUp(options) {
  const interrupt = new AbortController()
  const stopListening = forwardSignals(() => interrupt.abort())
  const { signal } = interrupt
  const progress = createProgress()
  try {
    await prepare({
      progress,
      purpose: 'start',
      machine: options.engine === undefined && options.context === undefined,
      bundles: true,
      signal,
    })
    const surface = await chooseSurface(options, {
      display: hasDisplay(),
      findElectron: () =>
        findElectron({
          root,
          setupDir,
          retry: options.electron,
          step: () => progress.step('Electron'),
          signal,
        }),
    })
    progress.line(describeSurface(surface, options.open))
    return surface
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  } finally {
    stopListening()
  }
}

function runSurface(surface, options) {
  const args = appArguments(options)
  if (surface.kind === 'electron') return runApp(surface.path, [root, ...args], { cwd: root })
  const entry = join(outDir, 'main', 'headless.js')
  return runApp(process.execPath, [entry, ...args], { cwd: root })
}
