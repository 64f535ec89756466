// The stages of `npm test`, in their order: what runs, and where its report is found.
import { join } from 'node:path'

const minutes = 60_000

/**
 * A check passes or fails as a whole; the others write a report with every test in it.
 * @typedef {object} Stage
 * @property {string} name
 * @property {'check' | 'vitest' | 'playwright'} kind
 * @property {string} command
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [report] file that the stage writes
 * @property {number} deadlineMs a stage that takes longer is ended and counts as failed
 */

/**
 * @param {{ npm: { command: string, args: readonly string[] }, root: string, reports: string }} places
 * @returns {readonly Stage[]}
 */
export function stages({ npm, root, reports }) {
  const check = (name, script) => ({
    name,
    kind: 'check',
    command: npm.command,
    args: [...npm.args, 'run', '--silent', script],
    env: {},
    deadlineMs: 5 * minutes,
  })
  const vitest = (name, ...more) => ({
    name,
    kind: 'vitest',
    command: process.execPath,
    args: [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...['--project', name],
      ...more,
      '--reporter=default',
      `--reporter=${join(root, 'scripts', 'test', 'vitest-report.mjs')}`,
    ],
    env: { PORTSIDE_TEST_REPORT: join(reports, `${name}.json`) },
    report: join(reports, `${name}.json`),
    deadlineMs: 50 * minutes,
  })
  const playwright = (name) => ({
    name,
    kind: 'playwright',
    command: process.execPath,
    args: [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, `${name}.json`) },
    report: join(reports, `${name}.json`),
    deadlineMs: 30 * minutes,
  })
  return [
    check('format', 'format:check'),
    check('lint', 'lint'),
    check('types', 'types'),
    { ...check('build', 'build'), command: process.execPath, args: [join(root, 'scripts', 'build.mjs')] },
    // They compute and wait for nothing, so no core needs to be left free.
    vitest('unit', '--maxWorkers=100%'),
    vitest('conformance'),
    vitest('integration'),
    playwright('e2e'),
  ]
}
