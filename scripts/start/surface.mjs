// Decides where Portside opens, in Electron or in the browser, and says why.

/**
 * @typedef {{ kind: 'electron', path: string } | { kind: 'browser', reason: string }} Surface
 */

/**
 * @param {import('./options.mjs').StartOptions} options
 * @param {{ display: boolean, findElectron: () => Promise<import('../setup/electron-binary.mjs').Found> }} computer
 *   Electron is looked for, and perhaps downloaded, only when there is a display for it
 * @returns {Promise<Surface>}
 */
export async function chooseSurface(options, { display, findElectron }) {
  if (options.browser) return { kind: 'browser', reason: '--browser was given' }
  if (!options.open) return { kind: 'browser', reason: '--no-open was given' }
  if (!display) return { kind: 'browser', reason: 'this computer has no display for Electron' }
  const found = await findElectron()
  return 'path' in found ? { kind: 'electron', path: found.path } : { kind: 'browser', reason: found.reason }
}

/** The one line that says where it opens and why. */
export function describeSurface(/** @type {Surface} */ surface, /** @type {boolean} */ opens) {
  if (surface.kind === 'electron') return 'Opening in Electron.'
  return opens ? `Opening in the browser: ${surface.reason}.` : `Serving to a browser: ${surface.reason}.`
}

/** Whether a window could be shown here. Windows and macOS always have a display. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}
