// Modules of the app and of its tests as the benchmarks use them: TypeScript, so Vite loads them, and later what they load.
import { createServer } from 'vite'
import { root } from '../root.mjs'

/** @type {Promise<import('vite').ViteDevServer> | undefined} */
let loader

const open = () =>
  createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true, include: [] },
  })

/**
 * Each module is loaded once, so that all that is loaded shares what is kept in it.
 * @param {string} file from the root of the checkout
 * @returns {Promise<any>}
 */
export async function loadModule(file) {
  loader ??= open()
  return (await loader).ssrLoadModule(`/${file}`)
}

/** To be called when nothing loaded is used any more. */
export async function closeModules() {
  const opened = await loader
  loader = undefined
  await opened?.close()
}
