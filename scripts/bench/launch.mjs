// Launches the desktop app as a person does, without a test runner in it, and looks on from outside until a list is shown.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { firstMatch } from './engine-session.mjs'

const deadlineMs = 60_000
const lookEveryMs = 10

/** Resolves in the page once more than a heading stands in a list. */
const listShown = `new Promise((resolve) => {
  const look = () => document.querySelectorAll('[role="row"]').length > 1 && resolve(true)
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
  look()
})`

/**
 * @param {{ executablePath: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string, signal?: AbortSignal }} command
 * @returns {Promise<number>} ms from the start of the program to its first list; the app has ended by then
 */
export async function measureLaunch({ executablePath, args, env, cwd, signal }) {
  const begun = performance.now()
  const child = spawn(executablePath, ['--remote-debugging-port=0', ...args], {
    ...{ cwd, env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  try {
    const limit = AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])])
    const browser = await connect(await firstMatch(child, /DevTools listening on (ws:\/\/\S+)/, child.stderr))
    try {
      await untilListShown(browser, limit)
      return performance.now() - begun
    } finally {
      browser.close()
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function untilListShown(browser, signal) {
  for (;;) {
    const { targetInfos } = await browser.ask('Target.getTargets')
    const page = targetInfos.find(({ type, url }) => type === 'page' && url.includes('index.html'))
    if (page) {
      const { sessionId } = await browser.ask('Target.attachToTarget', {
        targetId: page.targetId,
        flatten: true,
      })
      const asked = { expression: listShown, awaitPromise: true, returnByValue: true }
      // A page that is still on its way to its first document loses what it was asked.
      const answer = await Promise.race([
        browser.ask('Runtime.evaluate', asked, sessionId).catch(() => undefined),
        once(signal, 'abort'),
      ])
      if (answer?.result?.value === true) return
    }
    await delay(lookEveryMs, undefined, { signal })
  }
}

async function connect(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const waiting = new Map()
  let last = 0
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(data)
    waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result)
    waiting.delete(id)
  })
  await once(socket, 'open')
  return {
    ask: (method, params = {}, sessionId) =>
      new Promise((resolve) => {
        const id = ++last
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
      }),
    close: () => socket.close(),
  }
}
