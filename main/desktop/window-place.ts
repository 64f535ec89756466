// Where the window was, and whether that is still a place on a screen.

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowPlace {
  readonly bounds: Rectangle
  readonly maximized: boolean
  /** Steps of Chromium's zoom: 0 is actual size, each step 20%. */
  readonly zoomLevel: number
  /** Whether a person was told that closing the window ends nothing. */
  readonly toldStillRunning: boolean
}

export const smallest = { width: 960, height: 600 }
export const usual = { width: 1280, height: 800 }
/** So much of the title bar has to be on a screen, to be able to move the window. */
const grip = { width: 120, height: 32 }
const zoomSteps = { least: -3, most: 5 }

/** What was kept, as far as it makes sense on these screens; undefined where the system should choose the place. */
export function placeOn(
  kept: WindowPlace | undefined,
  screens: readonly Rectangle[],
): { readonly bounds: Partial<Rectangle>; readonly maximized: boolean; readonly zoomLevel: number } {
  const { bounds, maximized = false, zoomLevel = 0 } = kept ?? {}
  const zoom = Math.min(zoomSteps.most, Math.max(zoomSteps.least, zoomLevel))
  const screen = bounds && screens.find((area) => overlaps(bounds, area))
  if (!bounds || !screen) return { bounds: sizeOn(bounds ?? usual, screens[0]), maximized, zoomLevel: zoom }
  return { bounds: { x: bounds.x, y: bounds.y, ...sizeOn(bounds, screen) }, maximized, zoomLevel: zoom }
}

const sizeOn = (
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  screen: Rectangle | undefined,
): Pick<Rectangle, 'width' | 'height'> => ({
  width: Math.max(smallest.width, Math.min(width, screen?.width ?? width)),
  height: Math.max(smallest.height, Math.min(height, screen?.height ?? height)),
})

function overlaps(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const top = window.y >= area.y - 1 && window.y + grip.height <= area.y + area.height
  return across >= grip.width && top
}

export const nextZoom = (level: number, by: 1 | -1 | 0): number =>
  by === 0 ? 0 : Math.min(zoomSteps.most, Math.max(zoomSteps.least, level + by * 0.5))
