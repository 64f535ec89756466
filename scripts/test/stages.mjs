// The stages of `npm test`: what runs, in which order and beside what, and where its report is found.
import { join } from 'node:path'

const minutes = 60_000

/**
 * A check passes or fails as a whole; the others write a report with every test in it.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} [suite] what it is chosen by, where it is a part of something
 * @property {'check' | 'vitest' | 'playwright'} kind
 * @property {string} command
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [report] file that the stage writes
 * @property {number} deadlineMs a stage that takes longer is ended and counts as failed
 * @property {number} phase the phases run one after the other
 * @property {number} lane the lanes of a phase run at the same time, the stages of a lane one after the other
 */

const place = (/** @type {number} */ phase, lane = 0) => ({ phase, lane })

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
  const vitest = (name, { projects = [name], more = [] } = {}) => ({
    name,
    kind: 'vitest',
    command: process.execPath,
    args: [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...more,
      '--reporter=default',
      `--reporter=${join(root, 'scripts', 'test', 'vitest-report.mjs')}`,
    ],
    env: { PORTSIDE_TEST_REPORT: join(reports, `${name}.json`) },
    report: join(reports, `${name}.json`),
    deadlineMs: 50 * minutes,
  })
  /** Each part has an engine of its own, as the parts of vitest have. */
  const playwright = (name, ...more) => ({
    name,
    kind: 'playwright',
    command: process.execPath,
    args: [
      join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
      ...['test', '--reporter=list,json'],
      ...more,
      // Each run empties its own.
      `--output=${join(root, 'out', name)}`,
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, `${name}.json`) },
    report: join(reports, `${name}.json`),
    deadlineMs: 60 * minutes,
  })
  return [
    { ...check('format', 'format:check'), ...place(0) },
    { ...check('lint', 'lint'), ...place(0) },
    { ...buildCheck(check, root), ...place(0) },
    // They compute and wait for nothing, so no core needs to be left free.
    {
      ...vitest('unit', { projects: ['unit', 'unit-own-process'], more: ['--maxWorkers=100%'] }),
      ...place(0),
    },
    { ...check('types', 'types'), ...place(0, 1) },
    { ...imageBuild(check, root), ...place(0, 1) },
    // The machines compute on one core each; the other tests mostly wait for an engine or a browser, so two of those
    // lanes fit beside them. All take about as long.
    { ...vitest('machines'), ...place(1) },
    { ...playwright('e2e-vm', '--project=vm'), ...place(1) },
    ...inHalves((name, half) => vitest(name, { projects: ['integration'], more: [half] }), 'integration'),
    ...inHalves((name, half) => playwright(name, half, '--project=engine', '--project=desktop'), 'e2e'),
    { ...vitest('conformance'), ...place(1, 1) },
  ]
}

/** Each in a lane of its own. */
function inHalves(stage, suite) {
  return [1, 2].map((half) => ({
    ...stage(`${suite}-${half}`, `--shard=${half}/2`),
    ...{ suite, ...place(1, half) },
  }))
}

function buildCheck(check, root) {
  return { ...check('build', 'build'), command: process.execPath, args: [join(root, 'scripts', 'build.mjs')] }
}

/** Mostly waits for packages and for the disk. */
function imageBuild(check, root) {
  return {
    ...check('images', 'images'),
    command: process.execPath,
    args: [join(root, 'scripts', 'test', 'images.mjs')],
    deadlineMs: 20 * minutes,
  }
}

/** What a stage is chosen by. @param {Stage} stage */
export const suiteOf = ({ name, suite = name }) => suite

/**
 * The chosen stages in their own order, and the build of the images where one of them runs containers.
 * @param {readonly Stage[]} all
 * @param {readonly string[]} names of suites
 */
export function chosenStages(all, names) {
  const named = all.filter((stage) => names.includes(suiteOf(stage)))
  const runsContainers = named.some(({ phase }) => phase === 1)
  return all.filter((stage) => named.includes(stage) || (runsContainers && stage.name === 'images'))
}

/**
 * @param {readonly Stage[]} stages
 * @returns {readonly (readonly (readonly Stage[])[])[]} phases of lanes of stages
 */
export function inPhases(stages) {
  return groups(stages, ({ phase }) => phase).map((phase) => groups(phase, ({ lane }) => lane))
}

function groups(items, keyOf) {
  const found = new Map()
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item])
  return [...found.values()]
}
