// Measures one look at the ports of this computer: 2000 real listeners, 500 bindings, and what clashes among them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { measureNotice } from './ports-notice.mjs'
import { median } from './result.mjs'

const goalMs = 50
const listenersPerHolder = 500
const holders = 4
const bindings = 500
const portsOfRange = 20
const looks = 25
/** What somebody who types a number waits at most; the form asks after a pause of its own. */
const answerGoalMs = 100
const typingPauseMs = 40

/**
 * @param {{ root: string }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureScan({ root }) {
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const children = []
  try {
    const modules = await load(root, folder)
    const { createLinuxReader, describeListeners, Fixes, planConflicts, probeBind } = modules
    for (let n = 0; n < holders; n++) children.push(await startHolder())
    const held = children.flatMap(({ ports }) => ports)
    const containers = containersWanting(held)
    let read = createLinuxReader('/')
    const fixes = new Fixes({ probe: probeBind, actions: {} })
    const look = async () => {
      const begun = process.cpuUsage()
      const listeners = await read()
      const situation = {
        ...{ containers, listeners, wants: [], reserved: [], lowestPort: 0 },
        ...{ forwards: new Map(), refused: new Map() },
        ephemeral: [32_768, 60_999],
      }
      const conflicts = await fixes.complete(planConflicts(situation), situation)
      describeListeners(situation)
      const { user, system } = process.cpuUsage(begun)
      return { ms: (user + system) / 1000, listeners: listeners.length, conflicts: conflicts.length }
    }
    const first = await look()
    if (first.listeners < holders * listenersPerHolder || first.conflicts < bindings / 2)
      throw new Error(`Only ${first.listeners} listeners and ${first.conflicts} conflicts were found.`)
    const samples = []
    for (let n = 0; n < looks; n++) samples.push((await look()).ms)
    const anew = []
    for (let n = 0; n < looks; n++) {
      read = createLinuxReader('/')
      anew.push((await look()).ms)
    }
    const answers = await measureAnswers(modules, { containers, read, held })
    const name = `look at ${first.listeners} listeners and ${bindings} bindings`
    return [
      { name: `${name}, CPU`, value: median(samples), unit: 'ms', goal: goalMs },
      {
        name: `${name}, with nothing known of who has them, CPU`,
        value: median(anew),
        unit: 'ms',
        goal: goalMs,
      },
      { name: `${name}, the first with all processes searched, CPU`, value: first.ms, unit: 'ms' },
      ...answers,
      ...(await measureNotice(modules)),
    ]
  } finally {
    await Promise.all(children.map(({ end }) => end()))
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the run form gets while somebody types: for a port that is free, and for one that is not. */
async function measureAnswers({ createPortChecker, probeBind }, { containers, read, held }) {
  const checker = createPortChecker({
    ...{ containers: () => containers, readListeners: read, probe: probeBind },
    ephemeralPorts: async () => [32_768, 60_999],
    reserved: async () => [],
    log: { info() {}, warn() {}, error() {} },
  })
  const timed = async (port) => {
    const begun = performance.now()
    await checker.check({ protocol: 'tcp', address: '127.0.0.1', port })
    return typingPauseMs + performance.now() - begun
  }
  const taken = held.filter(({ protocol }) => protocol === 'tcp')
  const measure = async (what, portOf) => {
    const samples = []
    for (let n = 0; n < looks; n++) samples.push(await timed(portOf(n)))
    const name = `answer while typing a ${what} port, with the pause of ${typingPauseMs} ms`
    return { name, value: median(samples), unit: 'ms', goal: answerGoalMs, samples }
  }
  return [await measure('free', (n) => 20_000 + n), await measure('held', (n) => taken[n * 3].port)]
}

/** The app's own modules, bundled for this Node. */
async function load(root, folder) {
  const input = Object.fromEntries(
    [
      ...['listeners-linux', 'listener-list', 'planner', 'fixes', 'bind-probe', 'port-check', 'ports'].map(
        (name) => `ports/${name}`,
      ),
      'base/collection',
    ].map((path) => [basename(path), join(root, 'main', `${path}.ts`)]),
  )
  await build({
    ...{ configFile: false, logLevel: 'error', root, ssr: { noExternal: true } },
    build: {
      ...{ ssr: true, outDir: folder, minify: false },
      rollupOptions: { input, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
    },
  })
  const modules = await Promise.all(
    Object.keys(input).map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)),
  )
  return Object.assign({}, ...modules)
}

async function startHolder() {
  const child = fork(new URL('./ports-holder.mjs', import.meta.url), [String(listenersPerHolder)])
  const end = async () => {
    if (child.exitCode !== null) return
    child.disconnect()
    await once(child, 'exit')
  }
  try {
    const [ports] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`A holder of ports ended with ${code}.`)),
      ),
    ])
    return { ports, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Fifty containers with ten ports each: one of a range whose first somebody has, and every second of the others taken. */
function containersWanting(held) {
  const perContainer = 10
  return Array.from({ length: bindings / perContainer }, (_, n) => ({
    ...{ id: String(n).padStart(64, 'a'), name: `c${n}`, state: 'exited', image: 'x', imageId: 'x' },
    ports: Array.from({ length: perContainer }, (_unused, m) => {
      const at = n * perContainer + m
      const { protocol, port } = held[at * 3] ?? held[0]
      return {
        ...{ hostAddress: '0.0.0.0', containerPort: 80 + m },
        ...(m === 0
          ? { protocol, hostPort: 0, hostRange: { first: port, last: port + portsOfRange - 1 } }
          : m % 2
            ? { protocol, hostPort: port }
            : { protocol: 'tcp', hostPort: 2000 + at }),
      }
    }),
  }))
}
