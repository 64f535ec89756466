// Tables for the terminal: aligned with Korean text, and no control characters from hostile names.
import { expect, it } from 'vitest'
import { formatTable } from '../../../main/cli/table'

it('aligns columns, wide characters counting as two', () => {
  expect(
    formatTable(
      ['A', 'B'],
      [
        ['포트', '1'],
        ['x', '2'],
      ],
    ),
  ).toBe('A      B\n포트   1\nx      2')
})

it('never passes control characters on', () => {
  expect(formatTable(['A'], [['\u001b[31mred\u0007']])).not.toMatch(/\p{Cc}(?<!\n)/u)
})
