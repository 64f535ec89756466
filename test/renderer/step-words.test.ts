// What Compose says of a step, in the language of the window.
import { expect, it } from 'vitest'
import { readStep } from '../../main/compose/compose-progress'
import { translator } from '../../renderer/i18n/translate'
import { stepWord } from '../../renderer/i18n/shared-words'

it.each([
  [' Container shop-db-1  Created', 'Created', '만들었어요'],
  [' Container shop-db-1  Waiting', 'Waiting', '기다리는 중'],
  [' Network shop_default  Removed', 'Removed', '삭제했어요'],
  [' db Pulling', 'Pulling', '다운로드하는 중'],
  ['#5 [web 2/3] RUN make', 'Building', '빌드하는 중'],
  // Its own sentence about a failure stays whole.
  [
    ' Container shop-db-1  Error response from daemon',
    'Error response from daemon',
    'Error response from daemon',
  ],
])('%s', (line, english, korean) => {
  const event = readStep(line)
  if (!event) throw new Error('no step')
  const step = { status: event.status }
  expect(stepWord(translator('en'), step)).toBe(english)
  expect(stepWord(translator('ko'), step)).toBe(korean)
})
