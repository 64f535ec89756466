// Long lines over a terminal come in parts that are acknowledged.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinParts } from '../../main/machine/line-terminal'

it('joins the parts of a line, and acknowledges each', () => {
  const lines: string[] = []
  const acknowledged: string[] = []
  const give = joinParts(
    (line) => lines.push(line),
    (number) => acknowledged.push(number),
  )
  for (const line of ['portside-agent 1', '+7 3 ok YWJ', '+8 jZGV', 'mZw==', '4 ok']) give(line)
  expect(lines).toEqual(['portside-agent 1', '3 ok YWJjZGVmZw==', '4 ok'])
  expect(acknowledged).toEqual(['7', '8'])
})

it('gives whole lines back, however they were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.base64String({ maxLength: 40 })),
      fc.integer({ min: 1, max: 9 }),
      (sent, size) => {
        const lines: string[] = []
        const give = joinParts(
          (line) => lines.push(line),
          () => {},
        )
        for (const line of sent) {
          const parts = line.match(new RegExp(`.{1,${size}}`, 'g')) ?? ['']
          parts.slice(0, -1).forEach((part, index) => give(`+${index} ${part}`))
          give(parts.at(-1) ?? '')
        }
        expect(lines).toEqual(sent)
      },
    ),
  )
})
