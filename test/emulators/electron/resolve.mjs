// Module resolution hook of the emulator.
const api = new URL('./api.mjs', import.meta.url).href

/** @type {import('node:module').ResolveHook} */
export const resolve = (specifier, context, next) =>
  specifier === 'electron' ? { url: api, shortCircuit: true } : next(specifier, context)
