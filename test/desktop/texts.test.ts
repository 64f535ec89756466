// The texts of the tray, the menus and the notifications: each is used, and both languages fill the same values.
import { describe, expect, it } from 'vitest'
import { en } from '../../main/desktop/texts/en'
import { ko } from '../../main/desktop/texts/ko'
import type { TextKey } from '../../main/desktop/texts'
import { stringsInUse } from '../support/strings-in-use'

const keys = Object.keys(en) as TextKey[]
const values = (text: string): string[] => [...new Set(text.match(/\{\w+/g) ?? [])].toSorted()

describe('texts of the desktop', () => {
  it('are the same ones in both languages, in the same order', () => {
    expect(Object.keys(ko)).toEqual(keys)
  })

  it.each(keys)('%s fills the same values in Korean as in English', (key) => {
    expect(values(ko[key])).toEqual(values(en[key]))
    expect(ko[key].trim()).not.toBe('')
  })

  it('are all used', () => {
    const used = stringsInUse(['main', 'preload'], /\/desktop\/texts\/|\/error-texts\//)
    expect(keys.filter((key) => !used.has(key))).toEqual([])
  }, 60_000)
})
