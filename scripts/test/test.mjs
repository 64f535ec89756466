// What `npm test` does: set-up, then every stage in turn, then the count.
import { join } from 'node:path'
import { outDir, root } from '../root.mjs'
import { npmCommand } from '../setup/npm-packages.mjs'
import { createProgress, seconds } from '../setup/progress.mjs'
import { describeError } from '../setup/setup-error.mjs'
import { prepare } from '../setup/setup.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { helpFor, parseTestOptions } from './options.mjs'
import { closingLine, total } from './outcome.mjs'
import { prefixed } from './prefixed.mjs'
import { runStage } from './run-stage.mjs'
import { chosenStages, inPhases, stages, suiteOf } from './stages.mjs'

const reports = join(outDir, 'test')

/** @returns {Promise<number>} the exit code */
export async function test(/** @type {readonly string[]} */ args) {
  const all = stages({ npm: npmCommand(), root, reports })
  const names = [...new Set(all.map(suiteOf))]
  let options
  try {
    options = parseTestOptions(args, names)
  } catch (error) {
    console.error(error.message)
    return 2
  }
  if (options.help) {
    process.stdout.write(helpFor(names))
    return 0
  }
  return runAll(chosenStages(all, options.names), options.json)
}

async function runAll(chosen, json) {
  const output = json ? process.stderr : process.stdout
  const progress = createProgress({ output })
  const interrupt = new AbortController()
  const stopListening = forwardSignals(() => interrupt.abort())
  const { signal } = interrupt
  const start = performance.now()
  const results = [await timed('set-up', progress, () => setUp(chosen, progress, signal))]
  for (const lanes of inPhases(chosen)) {
    const alone = lanes.length === 1
    results.push(
      ...(await Promise.all(lanes.map((lane) => runLane(lane, { progress, output, alone, signal })))).flat(),
    )
  }
  stopListening()
  const sum = total(results)
  describe(results, progress)
  progress.line(`all stages: ${seconds(performance.now() - start)}`)
  if (json) process.stdout.write(JSON.stringify({ ...sum, stages: results }, undefined, 2) + '\n')
  progress.line(closingLine(sum))
  if (signal.aborted) return 130
  return sum.failed > 0 ? 1 : 0
}

async function runLane(lane, { progress, output, alone, signal }) {
  const results = []
  for (const stage of lane) {
    if (signal.aborted) break
    const log = join(reports, `${stage.name}.log`)
    const words = alone ? output : prefixed(output, stage.name)
    results.push(
      await timed(stage.name, progress, () => runStage(stage, { root, log, output: words, signal })),
    )
    if (!alone) words.end()
  }
  return results
}

async function setUp(chosen, progress, signal) {
  // The stage "build" builds in any case; without it the tests must not meet an older app.
  const bundles = !chosen.some(({ name }) => name === 'build')
  try {
    await prepare({ progress, purpose: 'test', machine: true, bundles, signal })
    return { passed: 1, failed: [], skipped: [] }
  } catch (error) {
    progress.line(describeError(error))
    return { passed: 0, failed: [{ name: 'the stage as a whole', reason: error.message }], skipped: [] }
  }
}

async function timed(name, progress, work) {
  progress.line(`\n── ${name}`)
  const start = performance.now()
  const outcome = await work()
  const ms = Math.round(performance.now() - start)
  const count = closingLine({ ...outcome, failed: outcome.failed.length, skipped: outcome.skipped.length })
  progress.line(`── ${name}: ${count} in ${seconds(ms)}`)
  return { name, ms, ...outcome }
}

function describe(results, progress) {
  for (const kind of ['skipped', 'retried', 'failed']) {
    const found = results.flatMap((result) =>
      (result[kind] ?? []).map((test) => ({ stage: result.name, ...test })),
    )
    if (found.length > 0) progress.line(`\n${kind}:`)
    for (const { stage, name, reason } of found)
      progress.line(`  ${stage}: ${name}: ${reason.split('\n')[0]}`)
  }
  progress.line('')
}
