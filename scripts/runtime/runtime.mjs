// What `npm run runtime` does: list, fetch or pin the programs that are packed with Portside.
import { join } from 'node:path'
import { outDir } from '../root.mjs'
import { createProgress } from '../setup/progress.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { fetchRuntime } from './fetch.mjs'
import { filesFor, isPinned, manifestFile, readManifest, targets } from './manifest.mjs'
import { pinRuntime } from './pin.mjs'

export const help = `npm run runtime -- <verb> [target] [--again]

  list            every program, where it comes from, and whether it is pinned
  fetch <target>  download, verify and unpack the programs of a target into out/runtime/<target>
  pin <target>    download what is not pinned and write its SHA-256 into assets/runtime.json; look at the
                  difference before you commit it. --again pins everything anew

Targets: ${targets.join(' ')}
`

/** Where the programs of a target lie once they were fetched. */
export const runtimeDir = (/** @type {string} */ target) => join(outDir, 'runtime', target)
export const runtimeCache = join(outDir, 'cache', 'runtime')

/** @param {readonly string[]} args @returns {Promise<number>} the exit code */
export async function runtime(args) {
  const again = args.includes('--again')
  const [verb, target, ...rest] = args.filter((argument) => argument !== '--again')
  const known = targets.find((name) => name === target)
  const usable = verb === 'list' ? target === undefined : ['fetch', 'pin'].includes(verb ?? '') && known
  if (!usable || rest.length > 0) {
    process.stdout.write(help)
    return verb === undefined || verb === '--help' ? 0 : 2
  }
  const progress = createProgress()
  const stop = new AbortController()
  const stopListening = forwardSignals(() => stop.abort())
  try {
    await work({ verb, target: known, again, progress, signal: stop.signal })
    return 0
  } catch (error) {
    console.error(describeError(error))
    return 1
  } finally {
    stopListening()
  }
}

async function work({ verb, target, again, progress, signal }) {
  if (verb === 'pin')
    return pinRuntime({ file: manifestFile, target, again, onPinned: progress.line, signal })
  const programs = await readManifest()
  if (verb === 'list') return list(programs, progress)
  const onStep = (/** @type {string} */ text) => progress.line(`${target}: ${text}`)
  const paths = await fetchRuntime({
    programs,
    target,
    folder: runtimeDir(target),
    cache: runtimeCache,
    onStep,
    signal,
  })
  for (const path of paths) progress.line(path)
}

function list(programs, progress) {
  for (const target of targets) {
    progress.line(target)
    for (const { program, file } of filesFor(programs, target)) {
      const version = file.lock ? 'as packages.lock.json pins it' : file.version
      progress.line(`  ${isPinned(file) ? 'pinned    ' : 'NOT PINNED'} ${program.name} ${version}`)
    }
  }
}
