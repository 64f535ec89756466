// Filling texts, and Korean particles after words, digits and Latin letters.
import { describe, expect, it } from 'vitest'
import { fillTemplate, josa, legible } from '../../preload/text'

describe('josa', () => {
  it.each([
    ['3306', '을/를', '을'],
    ['3307', '을/를', '을'],
    ['3304', '을/를', '를'],
    ['3307', '으로/로', '로'],
    ['3306', '으로/로', '으로'],
    ['8081', '으로/로', '로'],
    ['포트', '이/가', '가'],
    ['볼륨', '이/가', '이'],
    ['터미널', '으로/로', '로'],
    ['nginx', '을/를', '를'],
    ['mysql', '은/는', '은'],
    ['mysql', '으로/로', '로'],
    ['mysqld(PID 4312)', '이/가', '가'],
    // Words are spoken as words: 웹, 숍, 워커, 도커, 스프링, 볼륨, 파일, 루트, 네트워크, 로그.
    ['web', '은/는', '은'],
    ['Shop', '을/를', '을'],
    ['worker', '을/를', '를'],
    ['docker', '이/가', '가'],
    ['spring', '이/가', '이'],
    ['volume', '을/를', '을'],
    ['Dockerfile', '으로/로', '로'],
    ['root', '은/는', '는'],
    ['network', '이/가', '가'],
    ['blog', '을/를', '를'],
    ['postgres', '은/는', '는'],
    ['PostgreSQL', '은/는', '은'],
    ['MongoDB', '이/가', '가'],
    // Those of capitals by their letters: 유알엘, 에이피아이, 브이엠.
    ['URL', '을/를', '을'],
    ['API', '이/가', '가'],
    ['VM', '은/는', '은'],
    ['', '을/를', '를'],
  ])('%s with %s is %s', (word, pair, expected) => {
    expect(josa(word, pair)).toBe(expected)
  })
})

describe('fillTemplate', () => {
  it('fills names and particles', () => {
    expect(fillTemplate('{port:을/를} {name}', { port: 3306, name: 'x' })).toBe('3306을 x')
  })
  it('leaves a name without a value, so that the mistake is seen', () => {
    expect(fillTemplate('{missing} {toString}', {})).toBe('{missing} {toString}')
  })
  it('shows what turns letters round, and orders to terminals, in the words of others', () => {
    const name = 'a\u202Egnp.exe\u001b[31m\u2066x'
    expect(legible(name)).toBe('a\uFFFDgnp.exe\uFFFD[31m\uFFFDx')
    expect(fillTemplate('Remove {name}?', { name })).toBe('Remove a\uFFFDgnp.exe\uFFFD[31m\uFFFDx?')
    expect(legible('two\n\tlines, 한글, עברית, 👩‍💻')).toBe('two\n\tlines, 한글, עברית, 👩‍💻')
  })
  it('does not fill again what a value brought in', () => {
    expect(fillTemplate('{a}', { a: '{b}', b: 'no' })).toBe('{b}')
  })
})
