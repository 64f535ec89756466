// How a terminal looks: dark in both themes, as people know terminals, in colours that can be read on it.
import type { ITerminalOptions } from '@xterm/xterm'

const theme = {
  background: '#11171c',
  foreground: '#dfe5ea',
  cursor: '#dfe5ea',
  cursorAccent: '#11171c',
  selectionBackground: '#2f5a7a',
  black: '#39424a',
  red: '#fb8d86',
  green: '#63cb88',
  yellow: '#e0b15c',
  blue: '#6bb8ea',
  magenta: '#c9a5f2',
  cyan: '#5fcfd0',
  white: '#c9d0d6',
  brightBlack: '#949ca3',
  brightRed: '#ffb1ab',
  brightGreen: '#8fe0ab',
  brightYellow: '#f2cd87',
  brightBlue: '#9bd0f5',
  brightMagenta: '#dcc4fa',
  brightCyan: '#93e3e3',
  brightWhite: '#ffffff',
} as const

const fontSize = 12.5

export const look = (): ITerminalOptions => ({
  theme,
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
  fontSize,
  fontWeightBold: 600,
  lineHeight: 1.2,
  cursorBlink: false,
  scrollback: 10_000,
  // Programs choose colours for a terminal that they do not know: dark blue on black is lightened.
  minimumContrastRatio: 4.5,
})

/** Resolves when letters can be measured; those of another font are of another width. */
export async function fontsLoaded(): Promise<void> {
  const loads = [400, 600].map((weight) => document.fonts.load(`${weight} ${fontSize}px 'JetBrains Mono'`))
  await Promise.allSettled(loads)
}
