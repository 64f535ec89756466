// Where the panel opens at the icon beside the clock: on the inner side of the bar, within the screen.
import type { Rectangle } from './window-place'

export const panelSize = { width: 372, height: 452 }
const gap = 12
/** A click on the icon takes the focus from the panel first, which hides it: so soon after, it closes. In ms. */
const sameClickMs = 300

const within = (value: number, least: number, most: number): number =>
  Math.round(Math.max(least, Math.min(value, most)))

/** `area` is the screen without its bars. */
export function panelPlace(icon: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(panelSize.width, area.width - 2 * gap)
  const height = Math.min(panelSize.height, area.height - 2 * gap)
  const barAbove = icon.y + icon.height / 2 < area.y + area.height / 2
  return {
    x: within(icon.x + icon.width / 2 - width / 2, area.x + gap, area.x + area.width - width - gap),
    y: within(
      barAbove ? icon.y + icon.height + gap : icon.y - height - gap,
      area.y + gap,
      area.y + area.height - height - gap,
    ),
    ...{ width, height },
  }
}

/** What a click on the icon means. Times in ms of one clock; `hiddenAt` undefined when the panel was never hidden. */
export const clickOpens = (visible: boolean, hiddenAt: number | undefined, now: number): boolean =>
  !visible && (hiddenAt === undefined || now - hiddenAt > sameClickMs)
