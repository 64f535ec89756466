import { describe, expect, it } from 'vitest'
import { shownText, withLineEnds } from '../../renderer/files/line-ends'

describe('an edited file keeps its line ends', () => {
  it.each([
    ['all of Windows', 'a\r\nb\r\n', 'a\nx\nb\n', 'a\r\nx\r\nb\r\n'],
    ['all of Unix', 'a\nb', 'a\nb\nc', 'a\nb\nc'],
    ['mixed, before and after the change', 'a\nb\r\nc\r\nd\n', 'a\nB\nc\nd\n', 'a\nB\r\nc\r\nd\n'],
    ['without a last one', 'a\r\nb', 'a\nb\nc', 'a\r\nb\r\nc'],
    ['of one that gets shorter', 'a\r\nb\r\nc', 'a\nc', 'a\r\nc'],
    ['of one that gets empty', 'a\r\n', '', ''],
    ['of old Macs', 'a\rb', 'a\nb\nc', 'a\rb\rc'],
  ])('%s', (_what, file, edited, saved) => expect(withLineEnds(edited, file)).toBe(saved))

  it('and is unchanged when nothing was', () => {
    const file = 'a\r\nb\nc\rd'
    expect(withLineEnds(shownText(file), file)).toBe(file)
  })
})
