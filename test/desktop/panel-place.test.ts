// Where the panel of the icon opens, and what a click on the icon means.
import { expect, it } from 'vitest'
import { clickOpens, panelPlace, panelSize } from '../../main/desktop/panel-place'

const icon = (x: number, y: number) => ({ x, y, width: 24, height: 24 })

it.each([
  ['below', icon(1180, 864), { x: 0, y: 0, width: 1440, height: 852 }, { x: 1006, y: 388 }],
  ['above', icon(1000, 0), { x: 0, y: 25, width: 1440, height: 875 }, { x: 826, y: 37 }],
  ['at the left', icon(10, 800), { x: 62, y: 0, width: 1378, height: 900 }, { x: 74, y: 336 }],
  [
    'below, the icon at its end',
    icon(1416, 864),
    { x: 0, y: 0, width: 1440, height: 852 },
    { x: 1056, y: 388 },
  ],
])('opens at the icon and within the screen where the bar is %s', (_bar, at, area, place) => {
  expect(panelPlace(at, area)).toEqual({ ...place, ...panelSize })
})

it('shrinks to a small screen', () => {
  expect(panelPlace(icon(0, 390), { x: 0, y: 0, width: 320, height: 380 })).toEqual({
    ...{ x: 12, y: 12, width: 296, height: 356 },
  })
})

it('closes with the click that took its focus, and opens with the next', () => {
  expect(clickOpens(false, undefined, 5)).toBe(true)
  expect(clickOpens(true, undefined, 5)).toBe(false)
  expect(clickOpens(false, 1000, 1100)).toBe(false)
  expect(clickOpens(false, 1000, 2000)).toBe(true)
})
