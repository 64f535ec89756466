// Where windows open: where they were, as long as that is on a screen.
import { describe, expect, it } from 'vitest'
import { nextZoom, placeOn, type WindowPlace } from '../../main/desktop/window-place'

const screen = { x: 0, y: 25, width: 1440, height: 875 }
const kept = (bounds: WindowPlace['bounds'], part: Partial<WindowPlace> = {}): WindowPlace => ({
  bounds,
  maximized: false,
  zoomLevel: 0,
  toldStillRunning: false,
  ...part,
})

describe('the window', () => {
  it('opens in the usual size at first, smaller on a small screen', () => {
    expect(placeOn(undefined, [screen]).bounds).toEqual({ width: 1280, height: 800 })
    expect(placeOn(undefined, [{ ...screen, width: 1024, height: 700 }]).bounds).toEqual({
      width: 1024,
      height: 700,
    })
  })

  it('opens where it was', () => {
    const bounds = { x: 100, y: 60, width: 1000, height: 700 }
    expect(placeOn(kept(bounds, { maximized: true, zoomLevel: 1 }), [screen])).toEqual({
      bounds,
      maximized: true,
      zoomLevel: 1,
    })
  })

  it.each([
    ['on a screen that is gone', { x: 3000, y: 100, width: 1000, height: 700 }],
    ['above the screen', { x: 100, y: -300, width: 1000, height: 700 }],
    ['with hardly an edge in sight', { x: 1400, y: 100, width: 1000, height: 700 }],
  ])('lets the system choose when it was %s', (_where, bounds) => {
    expect(placeOn(kept(bounds), [screen]).bounds).toEqual({ width: 1000, height: 700 })
  })

  it('zooms in steps, between limits, and back', () => {
    expect([nextZoom(0, 1), nextZoom(5, 1), nextZoom(-3, -1), nextZoom(2, 0)]).toEqual([0.5, 5, -3, 0])
  })
})
