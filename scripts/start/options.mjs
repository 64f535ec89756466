// The options of `npm start`.
import { parseArgs } from 'node:util'
import { resolve } from 'node:path'

export const help = `npm start [-- options]     set up what is missing, start the machine, open Portside

  --browser           open in the browser even when Electron is there
  --context <name>    as --engine, with the engine of a docker context of this computer
  --electron          try to get Electron again after an earlier download failed
  --engine <socket>   attach to an existing Docker Engine instead of starting a machine
  --no-open           do not open a window; print the address
  --port <number>     port of the address on 127.0.0.1 (default: a free one)
  --help              print this

PORTSIDE_HOME         folder that holds everything that Portside keeps
`

/**
 * @typedef {object} StartOptions
 * @property {boolean} browser
 * @property {boolean} electron
 * @property {string} [context] name of the engine's docker context
 * @property {string} [engine] absolute path of the engine's socket
 * @property {boolean} open
 * @property {number} [port]
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} args
 * @returns {StartOptions}
 * @throws {Error} with a sentence for the user when an option is wrong
 */
export function parseStartOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'boolean', default: false },
      electron: { type: 'boolean', default: false },
      engine: { type: 'string' },
      context: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.browser && values.electron) throw new Error('--browser and --electron exclude each other.')
  if (values.engine !== undefined && values.context !== undefined)
    throw new Error('--engine and --context exclude each other.')
  if (values.context === '') throw new Error('--context needs the name of a docker context.')
  return {
    browser: values.browser,
    electron: values.electron,
    open: !values['no-open'],
    help: values.help,
    ...(values.context !== undefined && { context: values.context }),
    ...(values.engine !== undefined && { engine: enginePath(values.engine) }),
    ...(values.port !== undefined && { port: portNumber(values.port) }),
  }
}

/** Docker writes a socket as unix:///path; a bare path is meant the same, seen from the current folder. */
function enginePath(text) {
  const path = text.replace(/^unix:\/\//, '')
  if (path === '') throw new Error('--engine needs the path of a socket.')
  return /^(npipe:|\\\\)/.test(path) ? path : resolve(path)
}

function portNumber(text) {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new Error(`--port needs a number from 0 to 65535, not "${text}".`)
}

/** The arguments that the app's own entries take. */
export function appArguments(/** @type {StartOptions} */ options) {
  return [
    ...(options.context === undefined ? [] : ['--context', options.context]),
    ...(options.engine === undefined ? [] : ['--engine', options.engine]),
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.open ? [] : ['--no-open']),
  ]
}
