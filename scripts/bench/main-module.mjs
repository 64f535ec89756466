// Modules of the app itself, as the benchmarks use them: TypeScript, so Vite loads them.
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from '../root.mjs'

/**
 * @param {string} file below `main/`
 * @returns {Promise<any>}
 */
export const mainModule = async (file) =>
  (await runnerImport(join(root, 'main', file), { configFile: false })).module
