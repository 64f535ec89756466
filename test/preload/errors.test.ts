// The table of error texts is complete in both languages, and errors survive the wire.
import { describe, expect, it } from 'vitest'
import { errorTexts } from '../../preload/error-texts'
import { AppError, isAbort, reviveError, serialiseError } from '../../preload/errors'
import { stringsInUse } from '../support/strings-in-use'

const entries = Object.entries(errorTexts)
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').toSorted()

describe('error texts', () => {
  it('have numbers of their own', () => {
    const numbers = entries.map(([, text]) => text.number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it.each(entries)('%s says title, explanation and remedy in both languages', (_code, text) => {
    for (const words of [text.en, text.ko])
      for (const part of [words.title, words.explanation, words.remedy]) expect(part.trim()).not.toBe('')
    for (const part of ['title', 'explanation', 'remedy'] as const) expect(text.ko[part]).toMatch(/[가-힣]/)
  })

  it.each(entries)('%s uses the same facts in both languages', (_code, { en, ko }) => {
    const all = (words: typeof en): string[] => [
      ...new Set(namesIn(`${words.title} ${words.explanation} ${words.remedy}`)),
    ]
    expect(all(ko).toSorted()).toEqual(all(en).toSorted())
  })

  it.each(entries)('%s keeps to the copy rules', (_code, { en, ko }) => {
    const english = Object.values(en).join(' ')
    expect(english).not.toMatch(/\b(please|oops|successfully)\b/i)
    expect(Object.values(ko).join(' ')).not.toMatch(/(합니다|하십시오|습니다)\./)
  })

  it('are all of errors that something throws', () => {
    const used = stringsInUse(['main', 'preload', 'renderer'], /\/error-texts\//)
    expect(entries.map(([code]) => code).filter((code) => !used.has(code))).toEqual([])
  }, 60_000)
})

describe('AppError', () => {
  it('crosses the wire whole', () => {
    const error = new AppError('host.app-port-taken', {
      params: { port: 80, holder: 'nginx' },
      detail: 'EADDRINUSE',
      cause: new AppError('host.not-running', { params: { home: '/h' } }),
    })
    const revived = reviveError(JSON.parse(JSON.stringify(serialiseError(error))))
    expect(serialiseError(revived)).toEqual(serialiseError(error))
    expect(revived.message).toContain('Port 80')
    expect(revived.remedy).toContain('--port')
  })

  it('keeps the words of a bug and of an unknown code', () => {
    expect(serialiseError(new TypeError('boom'))).toMatchObject({ code: 'internal.bug', detail: 'boom' })
    const fromTheFuture = { code: 'moon.full', message: 'The moon is full.', params: {} } as never
    expect(reviveError(fromTheFuture)).toMatchObject({ code: 'internal.bug', detail: 'The moon is full.' })
  })

  it('tells giving up from failing', () => {
    const abort = new AbortController()
    abort.abort()
    expect(isAbort(abort.signal.reason)).toBe(true)
    expect(isAbort(new Error('x', { cause: abort.signal.reason }))).toBe(true)
    expect(isAbort(new AppError('internal.bug', { cause: abort.signal.reason }))).toBe(false)
  })
})
