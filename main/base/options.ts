// The options of the app's own entries, the same for the window and its headless twin.
import { parseArgs } from 'node:util'
import { AppError } from '../../preload/errors'

export interface StartOptions {
  /** Socket of an existing engine to attach to, instead of running a machine. */
  readonly engine?: string
  /** Port of the loopback server; 0 picks a free one. */
  readonly port: number
  /** Whether to open a browser or window. */
  readonly open: boolean
  readonly help: boolean
}

export const startHelp = `Usage: npm start -- [options]

  --browser          show Portside in the browser even where Electron can run
  --engine <socket>  use an existing Docker Engine instead of Portside's own machine
  --no-open          do not open a window; only print the address
  --port <number>    port of the browser window (default: any free one)
  --help             show this

PORTSIDE_HOME=<folder> keeps all of Portside's state in that folder.`

const maxPort = 65_535

/** @throws host.bad-option for an unknown option or a port that is none */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = parse(args)
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > maxPort)
    throw new AppError('host.bad-option', { params: { option: `--port ${values.port}` } })
  return {
    port,
    open: !values['no-open'],
    help: values.help ?? false,
    ...(values.engine === undefined ? {} : { engine: values.engine.replace(/^unix:\/\//, '') }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean' },
        engine: { type: 'string' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    const option = args.join(' ')
    throw new AppError('host.bad-option', { params: { option }, detail: (cause as Error).message, cause })
  }
}
