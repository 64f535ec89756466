// Runs the app as a child: each signal reaches it once, and its end is ours.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { forwardSignals } from '../setup/signals.mjs'

/**
 * The child has its own process group, so that a terminal's Ctrl-C reaches it through us only, and once.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string }} options
 * @returns {Promise<number>} the exit code to end with
 */
export function runApp(command, args, { cwd }) {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  })
  const stopForwarding = forwardSignals((signal) => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      stopForwarding()
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}
