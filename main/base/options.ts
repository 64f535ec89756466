// The options of the app's own entries, the same for the window and its headless twin.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../../preload/errors'

/** An engine that exists already: at a Unix socket or named pipe, or where a docker context leads. */
export type EngineChoice = { readonly socket: string } | { readonly context: string }

export interface StartOptions {
  /** An existing engine to attach to, instead of running a machine. */
  readonly engine?: EngineChoice
  /** Port of the loopback server; 0 picks a free one. */
  readonly port: number
  /** Whether to open a browser or window. */
  readonly open: boolean
  readonly help: boolean
}

export const startHelp = `Usage: npm start -- [options]

  --browser          show Portside in the browser even where Electron can run
  --context <name>   use the Docker Engine of a docker context instead of Portside's own machine
  --engine <socket>  the same with the engine at a socket
  --no-open          do not open a window; only print the address
  --port <number>    port of the browser window (default: any free one)
  --help             show this

PORTSIDE_HOME=<folder> keeps all of Portside's state in that folder.`

const maxPort = 65_535

/** Whether the word after this one says which engine. */
export const namesEngine = (word: string | undefined): boolean => word === '--engine' || word === '--context'

/** @throws host.bad-option for an unknown option, a port that is none, or two engines */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = parse(args)
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > maxPort)
    throw new AppError('host.bad-option', { params: { option: `--port ${values.port}` } })
  return {
    port,
    open: !values['no-open'],
    help: values.help ?? false,
    ...engineOf(values),
  }
}

function engineOf({ engine, context }: ReturnType<typeof parse>): Pick<StartOptions, 'engine'> {
  if (engine !== undefined && context !== undefined)
    throw new AppError('host.bad-option', { params: { option: `--engine ${engine} --context ${context}` } })
  if (context !== undefined) return { engine: { context } }
  return engine === undefined ? {} : { engine: { socket: resolve(engine.replace(/^unix:\/\//, '')) } }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean' },
        context: { type: 'string' },
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
