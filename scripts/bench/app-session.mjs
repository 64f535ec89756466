// One run of Portside on a state folder of its own, through `npm start` or as a computer has it, driven by its command.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { npmCommand } from '../setup/npm-packages.mjs'
import { run, signalGroup } from '../setup/program.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { cpuTimeMs } from './cpu-time.mjs'

const urlDeadlineMs = 60_000
const readyDeadlineMs = 300_000
const endDeadlineMs = 90_000

/**
 * @typedef {object} AppSession
 * @property {number} urlMs from the start to the printed address
 * @property {() => Promise<number>} ready milliseconds from the start to "Docker Engine is ready"
 * @property {(...args: string[]) => Promise<string>} command runs `portside` and gives what it prints
 * @property {() => Record<string, number>} stepTimes what each step of the last start took, in ms
 * @property {() => import('./reference-boot.mjs').Machine} machine the running machine's shape
 * @property {() => number} cpuMs processor time of the running machine
 * @property {() => number} machinePid the process that is the machine
 * @property {() => Promise<void>} crash ends the app at once, and leaves its machine running
 * @property {() => Promise<number>} end ends it as Ctrl-C does; gives the milliseconds that took
 */

/**
 * @param {{ root: string, outDir: string, home: string, built?: boolean, signal?: AbortSignal }} options `built` starts
 *   the app itself, without npm and without looking whether the checkout is set up
 * @returns {Promise<AppSession>}
 */
export async function startApp({ root, outDir, home, built = false, signal }) {
  const env = { ...process.env, PORTSIDE_HOME: home }
  const begun = performance.now()
  const [program, ...args] = built
    ? [process.execPath, join(outDir, 'main', 'headless.js')]
    : [npmCommand().command, ...npmCommand().args, 'start', '--silent', '--']
  const app = spawn(program, [...args, '--no-open'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm, its shell and the script: a signal has to reach all of them.
    detached: true,
  })
  const ended = once(app, 'exit')
  const lines = watchLines(app, begun)
  const end = async () => {
    const asked = performance.now()
    signalGroup(app.pid, 'SIGINT')
    const late = setTimeout(() => signalGroup(app.pid, 'SIGKILL'), endDeadlineMs)
    await ended
    clearTimeout(late)
    return performance.now() - asked
  }
  const crash = async () => {
    const status = JSON.parse(await portside(['status', '--json'], { outDir, env, signal }))
    process.kill(status.app.pid, 'SIGKILL')
    await ended
  }
  try {
    const urlMs = await lines.seen(/^Portside: http/, urlDeadlineMs)
    return {
      urlMs,
      end,
      crash,
      ready: () => lines.seen(/^Docker Engine .* is ready/, readyDeadlineMs),
      command: (...args) => portside(args, { outDir, env, signal }),
      stepTimes: () => JSON.parse(readFileSync(join(home, 'machine', 'start-times.json'), 'utf8')),
      machine: () => machineShape(home),
      cpuMs: () => cpuTimeMs(qemuPid(home)),
      machinePid: () => qemuPid(home),
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** Remembers when each line was printed, so that it does not matter who asks when. */
function watchLines(app, begun) {
  const printed = []
  const waiting = new Set()
  const tell = () => {
    for (const check of waiting) check()
  }
  for (const stream of [app.stdout, app.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      printed.push({ text, ms: performance.now() - begun })
      tell()
    })
  }
  app.on('exit', tell)
  return {
    seen: (pattern, deadlineMs) =>
      new Promise((resolve, reject) => {
        const fail = (why) => {
          settle()
          reject(new SetupError(`Portside ${why}.`, { detail: printed.map(({ text }) => text).join('\n') }))
        }
        const timer = setTimeout(
          () => fail(`did not print ${pattern} within ${deadlineMs / 1000} s`),
          deadlineMs,
        )
        const check = () => {
          const found = printed.find(({ text }) => pattern.test(text))
          if (found) {
            settle()
            resolve(found.ms)
          } else if (app.exitCode !== null)
            fail(`ended with code ${app.exitCode} before it printed ${pattern}`)
        }
        const settle = () => {
          clearTimeout(timer)
          waiting.delete(check)
        }
        waiting.add(check)
        check()
      }),
  }
}

async function portside(args, { outDir, env, signal }) {
  const lines = []
  const { code, tail } = await run(process.execPath, [join(outDir, 'main', 'portside.js'), ...args], {
    env,
    signal,
    deadlineMs: readyDeadlineMs,
    onLine: (line) => lines.push(line),
  })
  if (code !== 0)
    throw new SetupError(`portside ${args.join(' ')} ended with code ${code}.`, { detail: tail })
  return lines.join('\n')
}

/** Read from the running QEMU itself, so that the reference gets exactly the same computer. */
function machineShape(home) {
  const args = readFileSync(`/proc/${qemuPid(home)}/cmdline`, 'utf8').split('\0')
  const valueOf = (option) => args[args.indexOf(option) + 1] ?? ''
  return {
    cpus: Number.parseInt(valueOf('-smp'), 10),
    memoryBytes: Number.parseInt(valueOf('-m'), 10) * 2 ** 20,
    accelerator: valueOf('-accel').split(',')[0],
  }
}

const qemuPid = (home) => Number(readFileSync(join(home, 'run', 'qemu.pid'), 'utf8'))
