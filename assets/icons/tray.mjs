// The tray's icons: the jack in each state, as SVG in one colour, drawn on a grid of 24.

const cable = '<path d="M1.500 12H7"/>'
const ring = '<circle cx="14.500" cy="12" r="7.2"/>'
const dot = '<circle cx="14.500" cy="12" r="2.300" fill="COLOR" stroke="none"/>'

/** What is drawn for each state; `alarm` is red where the system leaves colours alone. */
export const states = {
  running: cable + ring + dot,
  starting: `${cable}<path d="M14.500 4.800a7.200 7.200 0 1 1-6.900 5.200" stroke-linecap="round"/>`,
  paused: `${cable}${ring}<path d="M12.700 9.400v5.200M16.300 9.400v5.200" stroke-linecap="round"/>`,
  attention: `${cable}<path d="M20.900 8.700a7.200 7.200 0 1 1-4.300-3.600"/>${dot}<circle cx="20" cy="4.600" r="3.400" fill="ALARM" stroke="none"/>`,
  stopped: `<g opacity=".55"><path d="M1.500 12H4"/>${ring}</g>`,
}

/** @returns the drawing as an SVG document */
export const traySvg = (state, color, alarm = color) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${color}" stroke-width="2.2">${states[
    state
  ]
    .replaceAll('COLOR', color)
    .replaceAll('ALARM', alarm)}</svg>`

export const badgeSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#c8322d"/><path d="M8 4v5" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="8" cy="11.700" r="1.200" fill="#fff"/></svg>'

/**
 * Every file: macOS colours its templates itself, at 18 points; Windows and Linux get one for a light and one for a dark
 * bar, at 16 pixels and its usual scales.
 */
export const trayFiles = Object.keys(states).flatMap((state) => [
  ...[1, 2].map((scale) => file(`${state}Template`, traySvg(state, '#000'), 18, scale)),
  ...[1, 1.25, 1.5, 2].flatMap((scale) => [
    file(`${state}-light`, traySvg(state, '#1b2733', '#c8322d'), 16, scale),
    file(`${state}-dark`, traySvg(state, '#ffffff', '#ff8a80'), 16, scale),
  ]),
])

export const badgeFiles = [1, 2].map((scale) => file('badge', badgeSvg, 16, scale))

/** State shapes of the window, before entries of menus: colours that are seen on a light menu and on a dark one. */
const marks = {
  run: '<circle cx="8" cy="8" r="4.500" fill="#25a05a"/>',
  pause: '<path d="M5.500 4v8M10.500 4v8" stroke="#7c868e" stroke-width="2.600" stroke-linecap="round"/>',
  stop: '<circle cx="8" cy="8" r="4" fill="none" stroke="#7c868e" stroke-width="1.600"/>',
  warn: '<path d="M8 2.600 14 13H2z" fill="#cf8a12" stroke="#cf8a12" stroke-width="1.200" stroke-linejoin="round"/>',
  fail: '<path d="M8 2.600 13.400 8 8 13.400 2.600 8z" fill="#d8433d" stroke="#d8433d" stroke-width="1.200" stroke-linejoin="round"/>',
}

const markSvg = (mark) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none">${marks[mark]}</svg>`

export const markFiles = Object.keys(marks).flatMap((mark) =>
  [1, 1.25, 1.5, 2].map((scale) => file(`mark-${mark}`, markSvg(mark), 16, scale)),
)

function file(name, svg, points, scale) {
  return { name: `${name}${scale === 1 ? '' : `@${scale}x`}.png`, svg, size: Math.round(points * scale) }
}
