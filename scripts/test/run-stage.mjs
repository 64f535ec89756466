// Runs one stage of `npm test` and reads what it did.
import { readFileSync, rmSync } from 'node:fs'
import { run } from '../setup/program.mjs'
import { judge, readPlaywrightReport, readVitestReport } from './outcome.mjs'

const readers = { vitest: readVitestReport, playwright: readPlaywrightReport }

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {{ root: string, log: string, output: NodeJS.WritableStream, signal: AbortSignal }} options
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runStage(stage, { root, log, output, signal }) {
  for (const old of [stage.report, log]) if (old) rmSync(old, { force: true })
  const ended = await run(stage.command, stage.args, {
    cwd: root,
    env: { ...stage.env, ...colour(output) },
    signal,
    deadlineMs: stage.deadlineMs,
    log,
    output,
  })
  if (stage.kind === 'check')
    return judge(ended, { passed: ended.code === 0 ? 1 : 0, failed: [], skipped: [] })
  return readReport(stage, ended)
}

/** The stage writes into a pipe, so it has to be told whether its words end in a terminal. */
function colour(output) {
  return output.isTTY ? { FORCE_COLOR: '1', NO_COLOR: undefined } : { FORCE_COLOR: undefined, NO_COLOR: '1' }
}

function readReport(stage, ended) {
  let reported
  try {
    reported = readers[stage.kind](JSON.parse(readFileSync(stage.report, 'utf8')))
  } catch (error) {
    // Without a report nothing is known to have passed, whatever the exit code says.
    return {
      passed: 0,
      failed: [{ name: 'the stage as a whole', reason: `no report: ${error.message}` }],
      skipped: [],
    }
  }
  return judge(ended, reported)
}
