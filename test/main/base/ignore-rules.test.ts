// The rules of a .dockerignore, as Docker reads them; test/integration/engine-ignore.test.ts asks Docker itself.
import { expect, it } from 'vitest'
import { ignoreRules } from '../../../main/base/ignore-rules'

it.each([
  ['*.log', ['a.log'], ['A.LOG', 'src/a.log']],
  ['**/*.log', ['a.log', 'src/deep/a.log'], ['a.logs']],
  ['SRC', ['SRC/a'], ['src', 'src/a']],
  ['/src/', ['src', 'src/a'], ['x/src']],
  ['src/*\n!src/deep', ['src/a'], ['src/deep/a', 'src']],
  ['src/**/c.txt', ['src/c.txt', 'src/a/b/c.txt'], ['c.txt']],
  ['**\n!**/*.md', ['a.txt', 'a/b'], ['a.md', 'a/b.md']],
  ['*\n!**/*.txt\nsrc/deep', ['src/a'], ['src/deep/a.txt']],
  ['**/node_modules', ['node_modules/a', 'x/node_modules'], ['my_node_modules_2']],
  ['g++\nlib(1).so\n{a,b}\n+(x)', ['g++', 'lib(1).so', '{a,b}', '+(x)'], ['gg', 'lib1.so', 'a', 'x']],
  ['[a-c]?\n\\[x\\]', ['a1', '[x]'], ['d1', 'a', 'x']],
  ['[^a]', ['b'], ['a', 'bb']],
  ['# hash\n\\#hash\n  spaced  \r\n\uFEFFbom', ['#hash', 'spaced'], ['# hash']],
  ['\uFEFFsrc\n./docs//x/../y', ['src', 'docs/y'], ['docs/x']],
  ['.\n/\n!README.md', [], ['a', 'README.md']],
])('%j', (text, ignored, sent) => {
  const rules = ignoreRules(text, 'linux')
  expect([...ignored, ...sent].filter((path) => rules.ignores(path))).toEqual(ignored)
})

it('takes the separator of Windows there', () => {
  expect(ignoreRules('src\\deep', 'win32').ignores('src/deep/a')).toBe(true)
  expect(ignoreRules('src\\deep', 'linux').ignores('src/deep/a')).toBe(false)
})

it.each(['[', 'a\n[a', '!', 'back\\'])('names a line that is none: %j', (text) => {
  expect(() => ignoreRules(text, 'linux')).toThrow(
    expect.objectContaining({ code: 'build.bad-ignore-rule', params: { rule: text.split('\n').at(-1) } }),
  )
})
