// Where the tray's panel goes: beside its icon, on whichever edge of the screen the bar lies.
import type { Rectangle } from './window-place'

const gap = 8

/** `area` is the screen without its bars. */
export function panelPlace(
  icon: Rectangle,
  area: Rectangle,
  { width, height }: { readonly width: number; readonly height: number },
): Rectangle {
  const within = (wanted: number, least: number, most: number): number =>
    Math.round(Math.max(least, Math.min(wanted, most)))
  const x = within(icon.x + icon.width / 2 - width / 2, area.x + gap, area.x + area.width - width - gap)
  const below = icon.y + icon.height / 2 < area.y + area.height / 2
  const y = below ? icon.y + icon.height + gap : icon.y - height - gap
  return { x, y: within(y, area.y + gap, area.y + area.height - height - gap), width, height }
}
