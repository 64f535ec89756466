import { describe, expect, it } from 'vitest'
import { errorTexts } from '../../preload/error-texts'
import { en } from '../../renderer/i18n/en'
import { ko } from '../../renderer/i18n/ko'
import type { Key, Text } from '../../renderer/i18n/texts'
import { formatCount, translator } from '../../renderer/i18n/translate'
import { stringsInUse } from '../support/strings-in-use'

const keys = Object.keys(en) as Key[]
const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : [text.one, text.other])
const placeholders = (text: Text): string[] => [...new Set(forms(text).join(' ').match(/\{\w+/g) ?? [])]

describe('texts of the window', () => {
  it('has the same keys in both languages, in the same order', () => {
    expect(Object.keys(ko)).toEqual(Object.keys(en))
  })

  it.each(keys)('%s fills the same placeholders in Korean as in English', (key) => {
    // A Korean text may leave the number out ("it is running"), but never invents a value.
    const inEnglish = placeholders(en[key])
    const inKorean = placeholders(ko[key])
    expect(inEnglish).toEqual(expect.arrayContaining(inKorean))
    expect(inKorean).toEqual(expect.arrayContaining(inEnglish.filter((name) => name !== '{count')))
  })

  it('leaves no text empty and no English behind in Korean', () => {
    for (const key of keys) {
      for (const text of [...forms(en[key]), ...forms(ko[key])]) expect(`${key}: ${text}`).toMatch(/: .*\S/)
    }
    // Programs go by the same name in every language, but for a few.
    const words = keys.filter((key) => !key.startsWith('known.'))
    const same = words.filter((key) => JSON.stringify(en[key]) === JSON.stringify(ko[key]))
    const namesOnly = same.filter((key) =>
      /[a-z]/.test(
        forms(en[key])
          .join('')
          .replace(/\{\w+\}/g, ''),
      ),
    )
    expect(namesOnly).toEqual(
      [
        'app.name',
        'run.imageHint',
        'run.shellPosix',
        'run.shellPower',
        'run.shellCmd',
        'engine.footVersion',
        'welcome.linuxVm',
        'step.factVersion',
        'ports.system',
      ].sort((a, b) => keys.indexOf(a as Key) - keys.indexOf(b as Key)),
    )
  })

  it('follows the copy rules: no "please", no "successfully", no "oops"', () => {
    for (const key of keys) {
      for (const text of forms(en[key])) expect(text).not.toMatch(/please|successful|oops/i)
    }
  })

  it('calls a thing by one word in Korean', () => {
    const others = [/리눅스/, /(?<!가상 )머신/, /WSL 배포(?!판)/, /다시 시작 정책/, /멈춤|멈추기/]
    for (const key of keys.filter((key) => !key.startsWith('logs.'))) {
      for (const text of forms(ko[key]))
        for (const other of others) expect(`${key}: ${text}`).not.toMatch(other)
    }
  })

  it('lets Korean particles follow what is filled in', () => {
    // Amounts end with a unit, and shares with a sign, that take this form.
    const amounts = new Set(['bytes', 'size', 'memory', 'share', 'needed', 'used', 'most'])
    const particle = /\{(\w+)\}["”’]?(?:은|는|이|가|을|를|과|와|으로|로|이에요|예요)(?![가-힣])/g
    const told = [
      ...keys.map((key) => [key, forms(ko[key]).join(' ')] as const),
      ...Object.entries(errorTexts).map(([code, text]) => [code, Object.values(text.ko).join(' ')] as const),
    ]
    const fixed = told.flatMap(([key, text]) =>
      [...text.matchAll(particle)].flatMap(([whole, name = '']) =>
        amounts.has(name) ? [] : [`${key}: ${whole}`],
      ),
    )
    expect(fixed).toEqual([])
  })

  it('uses every text somewhere', () => {
    const used = stringsInUse(['renderer', 'preload'], /\/i18n\/(.+\/)?(en|ko)\.ts$/)
    expect(keys.filter((key) => !used.has(key))).toEqual([])
    // What is made of a prefix and a kind is known to the letter, so a text of no kind is found.
    expect(used).toContain('pending.stop')
    expect(used).not.toContain('pending.nothing')
  }, 60_000)
})

describe('translator', () => {
  it('chooses the form by the count', () => {
    const t = translator('en')
    expect(t('images.containers', { count: 1 })).toBe('1 container')
    expect(t('images.containers', { count: 3 })).toBe('3 containers')
  })

  it('divides what is counted by thousands, and no names that are numbers', () => {
    for (const language of ['en', 'ko'] as const) {
      const t = translator(language)
      expect(t('images.containers', { count: 1234 })).toContain('1,234')
      expect(t('run.held', { holder: 'x', port: 33060 })).toContain('33060')
      expect(formatCount(language, 100_000)).toBe('100,000')
    }
    expect(translator('en')('outcome.title', { done: 1200, count: 3000 })).toBe('1,200 done, 3,000 failed')
  })

  it('chooses Korean particles by the filled-in word', () => {
    const t = translator('ko')
    expect(t('run.held', { holder: 'mysqld(PID 4312)', port: 3306 })).toBe(
      'mysqld(PID 4312)가 3306을 쓰고 있어요.',
    )
    expect(t('containers.conflict', { port: 3307, holder: 'mysqld' })).toContain('localhost:3307로 접속하면')
  })

  it('returns the same function for the same language', () => {
    expect(translator('en')).toBe(translator('en'))
  })
})
