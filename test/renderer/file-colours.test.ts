// The colours of a text: which language it is, and that no letter of it changes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../renderer/files/colours'
import { languageOf } from '../../renderer/files/language'

describe('the language', () => {
  it.each([
    ['/app/src/config.ts', '', 'typescript'],
    ['/app/Dockerfile', '', 'dockerfile'],
    ['/app/Dockerfile.dev', '', 'dockerfile'],
    ['/etc/nginx/conf.d/default.conf', '', 'nginx'],
    ['/etc/mysql/my.cnf', '', 'ini'],
    ['/app/.env', '', 'bash'],
    ['/entrypoint', '#!/bin/sh\nexec "$@"\n', 'bash'],
    ['/usr/bin/tool', '#!/usr/bin/env python3\n', 'python'],
    ['/README', 'read me', undefined],
    ['/constructor', '', undefined],
    ['/a.constructor', '#!/__proto__', undefined],
    ['/sh', '', undefined],
  ])('of %s', (path, text, language) => expect(languageOf(path, text)).toBe(language))
})

describe('the pieces', () => {
  it('tell keywords, texts and comments apart', () => {
    const pieces = piecesOf('typescript', "import { env } from 'node:process' // why\n")
    const kinds = Object.fromEntries(pieces.map(({ text, kind }) => [text, kind]))
    expect(kinds).toMatchObject({ import: 'keyword', "'node:process'": 'string', '// why': 'comment' })
  })

  it('are all of the text and nothing else, whatever is in it', () => {
    const languages = ['typescript', 'dockerfile', 'nginx', 'yaml', 'bash', 'json', 'php', 'xml', 'markdown']
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.string({ maxLength: 300 }), (language, text) => {
        const all = piecesOf(language, text)
          .map((piece) => piece.text)
          .join('')
        expect(all).toBe(text)
      }),
    )
  })

  it('come to an end over what was made to have none', () => {
    for (const part of ['<', '"\\', '/*', '${', '[', '`', '- ', '#{'])
      for (const language of ['typescript', 'xml', 'php', 'bash', 'markdown', 'yaml', 'ruby']) {
        const text = part.repeat(32_000).replaceAll(/.{1000}/g, '$&\n')
        expect(piecesOf(language, text).reduce((sum, piece) => sum + piece.text.length, 0)).toBe(text.length)
      }
  })
})
