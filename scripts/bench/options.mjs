// The options of `npm run bench`.
import { parseArgs } from 'node:util'

/** What can be measured, in the order in which it is. */
export const measures = /** @type {const} */ ([
  'image-size',
  'boot',
  'idle-memory',
  'resume',
  'forwards',
  'saved-state',
  'shares',
  'adopt',
  'app',
  'ports',
  'give-back',
  'idle-sleep',
  'stats',
  'desktop',
  'scale',
  'workspace',
])

const defaultRuns = 5

/** Measured only when it is named. */
export const longMeasures = /** @type {const} */ (['port-cycles'])

export const help = `npm run bench -- [measures] [--runs N] [--json]

  image-size   the packed guest image, against Debian with systemd and docker.io, packed alike
  boot         power-on to the engine's answer, against Debian with systemd and docker.io
  idle-memory  what the idle guest uses, against the same guest
  resume       a paused machine's first answer
  forwards     throughput of a forward, against the best way that the VM's network offers
  saved-state  start from what was saved to disk, against a boot of the same guest
  shares       files in a shared folder, against the machine's own disk
  adopt        an app that was killed has its running machine back
  app          time of a prepared start: address printed, engine ready, app ready, end
  ports        a look at 2000 listeners, the idle app, data through a published port
  give-back    memory and disk that come back from the real machine
  idle-sleep   a machine that fell asleep: its processor time, and what wakes it
  stats        the app while 50 containers are watched, and what it asks of the engine when nobody looks
  desktop      the window's first list, memory with 100 containers, 1000 updates of the tray, a quit from a stuck engine
  port-cycles  only when named: 200 ports come and go N times, in small turns, then 200 at once; what stays behind
  scale        the window with 1000 containers and 500 images: lists, filter, sort, selection, 20 bursts of 500 events
  workspace    one command on a fresh state folder, to a team's services that are healthy and answer
  --runs N     alternated boots of each guest, repetitions of what is short (default ${defaultRuns})
  --json       print the result as JSON on standard output, everything else on standard error
`

/**
 * @param {readonly string[]} args
 * @returns {{ names: readonly string[], runs: number, json: boolean, help: boolean }}
 * @throws {Error} with a sentence for the user when an option is wrong
 */
export function parseBenchOptions(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: String(defaultRuns) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const all = [...measures, ...longMeasures]
  const unknown = positionals.find((name) => !all.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`There is no measure "${unknown}". Measures: ${all.join(' ')}`)
  if (!/^[1-9]\d?$/.test(values.runs))
    throw new Error(`--runs needs a number from 1 to 99, not "${values.runs}".`)
  return {
    names: positionals.length === 0 ? measures : all.filter((name) => positionals.includes(name)),
    runs: Number(values.runs),
    json: values.json,
    help: values.help,
  }
}
