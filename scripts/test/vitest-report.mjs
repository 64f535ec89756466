// A vitest reporter that writes every test's outcome, with the reason of a skip, which the built-in one leaves out.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'

export default class OutcomeReport {
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.PORTSIDE_TEST_REPORT
    if (!path) throw new Error('PORTSIDE_TEST_REPORT does not say where to write the report')
    const report = {
      tests: modules.flatMap((module) => [...module.children.allTests()].map(outcomeOf)),
      // Where the time goes: what of a file's time is not in its tests is in its set-up, its hooks and its imports.
      files: modules.map(timesOf),
      errors: [...modules.flatMap(loadErrors), ...unhandledErrors.map(({ message }) => message)],
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(report))
  }
}

function outcomeOf(test) {
  const { state, note, errors } = test.result()
  return {
    name: `${nameOf(test.module)} > ${test.fullName}`,
    state: test.diagnostic()?.flaky ? 'passed-again' : state,
    // Of a test that passed when it was tried again, what failed first.
    reason: errors?.[0]?.message ?? note,
    ms: Math.round(test.diagnostic()?.duration ?? 0),
  }
}

function timesOf(module) {
  const { duration, collectDuration, setupDuration, environmentSetupDuration, prepareDuration } =
    module.diagnostic()
  return {
    name: nameOf(module),
    ms: Math.round(duration),
    beforeMs: Math.round(collectDuration + setupDuration + environmentSetupDuration + prepareDuration),
  }
}

/** A file that could not be loaded, or a hook that failed, has errors but perhaps no test that failed. */
function loadErrors(module) {
  const own = module.errors()
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors())
  return [...own, ...suites].map(({ message }) => `${nameOf(module)}: ${message}`)
}

function nameOf(module) {
  return relative(process.cwd(), module.moduleId)
}
