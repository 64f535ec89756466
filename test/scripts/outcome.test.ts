// Counting what the stages of `npm test` did.
import { describe, expect, it } from 'vitest'
import {
  closingLine,
  judge,
  readPlaywrightReport,
  readVitestReport,
  total,
} from '../../scripts/test/outcome.mjs'

const ended = { code: 0, late: false, tail: '' }

describe('a vitest report', () => {
  it('counts each state and keeps the reasons', () => {
    const outcome = readVitestReport({
      tests: [
        { name: 'a', state: 'passed' },
        { name: 'b', state: 'failed', reason: 'expected 1 to be 2' },
        { name: 'c', state: 'skipped', reason: 'needs KVM' },
        { name: 'd', state: 'skipped' },
        { name: 'e', state: 'passed-again', reason: 'timed out' },
      ],
      errors: [],
    })
    expect(outcome).toEqual({
      passed: 2,
      failed: [{ name: 'b', reason: 'expected 1 to be 2' }],
      skipped: [
        { name: 'c', reason: 'needs KVM' },
        { name: 'd', reason: 'no reason given' },
      ],
      retried: [{ name: 'e', reason: 'timed out' }],
    })
  })

  it('fails for an error outside of tests even when every test passed', () => {
    const outcome = readVitestReport({
      tests: [{ name: 'a', state: 'passed' }],
      errors: ['x.test.ts: no such file'],
    })
    expect(outcome.failed).toEqual([{ name: 'outside of tests', reason: 'x.test.ts: no such file' }])
  })

  it('fails for a test that the run ended before', () => {
    expect(readVitestReport({ tests: [{ name: 'a', state: 'pending' }], errors: [] }).failed).toHaveLength(1)
  })
})

describe('a playwright report', () => {
  const spec = (title: string, test: object): object => ({ title, tests: [test] })

  it('walks nested suites and names tests by their path', () => {
    const outcome = readPlaywrightReport({
      suites: [
        {
          title: 'list.spec.ts',
          specs: [spec('opens', { status: 'expected' })],
          suites: [
            {
              title: 'rows',
              specs: [
                spec('stops', {
                  status: 'unexpected',
                  results: [{ error: { message: '\u001B[31mtimed out\u001B[39m' } }],
                }),
                spec('sleeps', {
                  status: 'skipped',
                  annotations: [{ type: 'skip', description: 'no pause here' }],
                }),
              ],
            },
          ],
        },
      ],
    })
    expect(outcome).toEqual({
      passed: 1,
      failed: [{ name: 'list.spec.ts > rows > stops', reason: 'timed out' }],
      skipped: [{ name: 'list.spec.ts > rows > sleeps', reason: 'no pause here' }],
      retried: [],
    })
  })

  it('names a test that passed only when tried again, with what failed first', () => {
    const results = [{ error: { message: 'not there' } }, {}]
    const suites = [{ title: 'f', specs: [spec('a', { status: 'flaky', results })] }]
    expect(readPlaywrightReport({ suites })).toEqual({
      passed: 1,
      failed: [],
      skipped: [],
      retried: [{ name: 'f > a', reason: 'not there' }],
    })
  })

  it('fails when the server of the tests could not be started', () => {
    expect(readPlaywrightReport({ suites: [], errors: [{ message: 'no server' }] }).failed).toHaveLength(1)
  })
})

describe('the verdict on a stage', () => {
  it('is the report when the program ended well', () => {
    const outcome = { passed: 3, failed: [], skipped: [] }
    expect(judge(ended, outcome)).toBe(outcome)
  })

  it('is a failure when the program ended badly although no test failed', () => {
    const outcome = judge({ ...ended, code: 134 }, { passed: 3, failed: [], skipped: [] })
    expect(outcome).toEqual({
      passed: 3,
      failed: [{ name: 'the stage as a whole', reason: 'it ended with code 134' }],
      skipped: [],
    })
  })

  it('does not count a failed test twice', () => {
    const outcome = { passed: 0, failed: [{ name: 'a', reason: 'b' }], skipped: [] }
    expect(judge({ ...ended, code: 1 }, outcome).failed).toHaveLength(1)
  })

  it('says that a stage took too long', () => {
    expect(judge({ ...ended, late: true }).failed[0]?.reason).toBe('it did not finish in time')
  })
})

it('adds stages up to the closing line', () => {
  const failed = [{ name: 'a', reason: 'b' }]
  const sum = total([
    { passed: 2, failed, skipped: [] },
    { passed: 1, failed: [], skipped: failed },
  ])
  expect(closingLine(sum)).toBe('3 passed, 1 failed, 1 skipped')
})
