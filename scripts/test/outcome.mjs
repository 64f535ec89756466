// Counts what stages did, from their reports; a stage that ended badly without saying why has failed.

import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ name: string, reason: string }} Named */
/**
 * `retried` are among those that passed: they did so only when they were tried again.
 * @typedef {{ passed: number, failed: readonly Named[], skipped: readonly Named[], retried?: readonly Named[] }} Outcome
 */

const noReason = 'no reason given'

/**
 * @param {{ tests: readonly { name: string, state: string, reason?: string }[], errors: readonly string[] }} report
 *   as vitest-report.mjs writes it
 * @returns {Outcome}
 */
export function readVitestReport(report) {
  // "pending" is a test that never ran because the run ended before it.
  const failed = report.tests.filter(({ state }) => state === 'failed' || state === 'pending').map(named)
  return {
    passed: report.tests.filter(({ state }) => state === 'passed' || state === 'passed-again').length,
    failed: [...failed, ...report.errors.map((reason) => ({ name: 'outside of tests', reason }))],
    skipped: report.tests.filter(({ state }) => state === 'skipped').map(named),
    retried: report.tests.filter(({ state }) => state === 'passed-again').map(named),
  }
}

function named({ name, reason }) {
  return { name, reason: stripVTControlCharacters(reason ?? '') || noReason }
}

/**
 * @param {{ suites?: readonly any[], errors?: readonly { message?: string }[] }} report of Playwright's json reporter
 * @returns {Outcome}
 */
export function readPlaywrightReport(report) {
  const tests = (report.suites ?? []).flatMap((suite) => testsBelow(suite, []))
  const failed = tests.filter(({ status }) => status === 'unexpected')
  const errors = (report.errors ?? []).map(({ message }) => ({
    name: 'outside of tests',
    reason: message ?? '',
  }))
  return {
    passed: tests.filter(({ status }) => status === 'expected' || status === 'flaky').length,
    failed: [...failed.map(named), ...errors],
    skipped: tests.filter(({ status }) => status === 'skipped').map(named),
    retried: tests.filter(({ status }) => status === 'flaky').map(named),
  }
}

function testsBelow(suite, titles) {
  const path = [...titles, suite.title]
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [...path, spec.title].filter(Boolean).join(' > '),
      status: test.status,
      reason: test.status === 'skipped' ? skipReason(test) : failReason(test),
    })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((below) => testsBelow(below, path))]
}

function skipReason(test) {
  return test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme')?.description
}

function failReason(test) {
  const first = test.results?.find(({ error }) => error !== undefined)?.error?.message
  return test.status === 'flaky' ? first : test.results?.at(-1)?.error?.message
}

/**
 * @param {{ code: number, late: boolean, tail: string }} ended how the stage's program ended
 * @param {Outcome} [reported] what its report says; undefined for a check, or when there is no report
 * @returns {Outcome}
 */
export function judge(ended, reported = { passed: 0, failed: [], skipped: [] }) {
  if (ended.code === 0 && !ended.late) return reported
  if (reported.failed.length > 0) return reported
  const reason = ended.late ? 'it did not finish in time' : `it ended with code ${ended.code}`
  return { ...reported, failed: [{ name: 'the stage as a whole', reason }] }
}

/** @param {readonly Outcome[]} outcomes */
export function total(outcomes) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of outcomes) {
    sum.passed += passed
    sum.failed += failed.length
    sum.skipped += skipped.length
  }
  return sum
}

/** The closing line. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
