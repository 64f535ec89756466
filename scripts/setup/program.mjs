// Runs one program in its own process group, so that ending it by its id ends what it started too.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** How long a program may take to end itself after it was asked to, in milliseconds. */
const graceMs = 10_000

const tailLength = 4000

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {AbortSignal} [signal] ends the program
 * @property {number} [deadlineMs] ends the program when it takes longer
 * @property {string} [log] file that all output is added to
 * @property {(line: string) => void} [onLine] each line of output
 * @property {NodeJS.WritableStream} [output] gets all output as it comes
 */

/**
 * @typedef {object} Ended
 * @property {number} code exit code; 128 + n when signal n ended it, 127 when it could not be started
 * @property {string} tail the last output, at most 4000 characters
 * @property {boolean} late true when the deadline ended it
 */

/**
 * Never rejects: a program that cannot be started ends with code 127 and the reason as its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, args, options = {}) {
  const ownGroup = process.platform !== 'win32'
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
  })
  const output = collect(child, options)
  let late = false
  const ending = endOn(child, ownGroup, options, () => (late = true))
  return new Promise((resolve) => {
    let failure = ''
    let over = false
    const finish = (/** @type {number} */ code) => {
      if (over) return
      over = true
      ending.dispose()
      output.end((tail) => resolve({ code, tail: failure || tail, late }))
    }
    child.on('error', (error) => {
      failure = error.message
      if (child.pid === undefined) finish(127)
    })
    child.on('close', (code, signal) => finish(code ?? 128 + signalNumber(signal)))
  })
}

/** Sends a signal to a program and all that it started. */
export function signalGroup(
  /** @type {number} */ pid,
  /** @type {NodeJS.Signals} */ signal,
  ownGroup = true,
) {
  try {
    process.kill(ownGroup ? -pid : pid, signal)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}

function endOn(child, ownGroup, options, onLate) {
  let kill
  const end = () => {
    if (child.pid === undefined || kill) return
    signalGroup(child.pid, 'SIGTERM', ownGroup)
    kill = setTimeout(() => signalGroup(child.pid, 'SIGKILL', ownGroup), graceMs)
  }
  const deadline =
    options.deadlineMs &&
    setTimeout(() => {
      onLate()
      end()
    }, options.deadlineMs)
  if (options.signal?.aborted) end()
  options.signal?.addEventListener('abort', end)
  return {
    dispose() {
      clearTimeout(deadline)
      clearTimeout(kill)
      options.signal?.removeEventListener('abort', end)
    },
  }
}

function collect(child, options) {
  if (options.log) mkdirSync(dirname(options.log), { recursive: true })
  const log = options.log && createWriteStream(options.log, { flags: 'a' })
  const rests = new Map()
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => {
      tail = (tail + text).slice(-tailLength)
      log?.write(text)
      options.output?.write(text)
      const lines = ((rests.get(stream) ?? '') + text).split(/[\r\n]+/)
      rests.set(stream, lines.pop())
      for (const line of lines) options.onLine?.(line)
    })
  }
  return {
    /** Gives the tail when the log is on disk. */
    end(/** @type {(tail: string) => void} */ onEnd) {
      for (const rest of rests.values()) if (rest) options.onLine?.(rest)
      if (log) log.end(() => onEnd(tail))
      else onEnd(tail)
    },
  }
}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0
}
