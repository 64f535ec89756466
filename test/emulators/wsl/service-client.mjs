// Asks the emulated WSL service, and starts it when something is to run.
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const startDeadlineMs = 15_000

/**
 * @typedef {{ ask: 'terminate', name: string } | { ask: 'running' } | { ask: 'shutdown' } | { ask: 'enter', name: string, disk: string }} Request
 * @typedef {{ names?: string[], init?: number, failure?: string }} Answer
 *
 * @typedef {object} Service
 * @property {(request: Request) => Promise<Answer>} ask
 * @property {() => void} leave
 */

/** @param {import('./registry.mjs').Registry} registry */
export const serviceSocket = (registry) => join(registry.home, 'service.sock')

/** A connection counts as a client as long as it is open. @param {import('./registry.mjs').Registry} registry @returns {Promise<Service>} */
export async function joinService(registry) {
  const end = Date.now() + startDeadlineMs
  let started = false
  for (;;) {
    const service = await connectTo(serviceSocket(registry))
    if (service) return service
    if (!started) startService(registry)
    started = true
    if (Date.now() > end)
      throw new Error(`the emulated WSL service did not start within ${startDeadlineMs} ms`)
    await delay(30)
  }
}

/** @param {import('./registry.mjs').Registry} registry @param {Request} request */
export async function askServiceIfRunning(registry, request) {
  const service = await connectTo(serviceSocket(registry))
  if (!service) return undefined
  try {
    return await service.ask(request)
  } finally {
    service.leave()
  }
}

/** Several clients may start one at a time: only the first gets the socket, the others end. @param {import('./registry.mjs').Registry} registry */
function startService(registry) {
  const log = openSync(join(registry.home, 'service.log'), 'a')
  const program = join(import.meta.dirname, 'service.mjs')
  spawn(process.execPath, [program], { detached: true, stdio: ['ignore', log, log] }).unref()
}

/** @param {string} path @returns {Promise<Service | undefined>} */
function connectTo(path) {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.setEncoding('utf8')
    /** @type {((answer: Answer) => void)[]} */
    const waiting = []
    let text = ''
    socket.on('data', (part) => {
      text += part
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        waiting.shift()?.(JSON.parse(text.slice(0, end)))
        text = text.slice(end + 1)
      }
    })
    socket.once('error', () => resolve(undefined))
    socket.on('close', () => {
      for (const answer of waiting) answer({})
    })
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((answered) => {
            waiting.push(answered)
            socket.write(`${JSON.stringify(request)}\n`)
          }),
        leave: () => socket.destroy(),
      }),
    )
  })
}
