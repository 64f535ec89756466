// @vitest-environment happy-dom
// The explanations of words: each has its picture and its sentences, and stands where its word appears.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { en } from '../../renderer/i18n/why/en'
import { ko } from '../../renderer/i18n/why/ko'
import { pictures, type WhyWord } from '../../renderer/why/pictures'
import { WhyContent } from '../../renderer/why/why-word'

const words = Object.keys(pictures) as WhyWord[]
const folder = resolve(import.meta.dirname, '../../renderer')
const screens = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('why'))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')

describe('an explanation', () => {
  it('is there for every word that needs one', () => {
    expect(words).toEqual([
      ...['image', 'layer', 'container', 'portMapping', 'volume', 'network'],
      ...['dockerfile', 'registry', 'vm', 'compose', 'restart'],
      ...['command', 'user', 'health', 'memoryLimit', 'otherNames', 'fullControl', 'reach'],
    ])
  })

  it.each(words)('of %s has a picture and its sentences, and stands beside its word', (word) => {
    const { container, unmount } = render(<WhyContent word={word} />)
    expect(container.querySelectorAll('svg rect, svg path, svg circle, svg ellipse').length).toBeGreaterThan(
      2,
    )
    expect(container.querySelector('h4')?.textContent).toBe(en[`why.${word}`])
    expect(container.querySelector('p')?.textContent).toBe(en[`why.${word}Text`])
    unmount()
    // Short: what a person reads at once.
    for (const text of [en[`why.${word}Text`], String(ko[`why.${word}Text`])])
      expect(text.split(/[.?!](?:\s|$)/).filter(Boolean).length).toBeLessThanOrEqual(5)
    expect(screens).toMatch(new RegExp(`<WhyAbout word="${word}"|why: '${word}'`))
  })
})
