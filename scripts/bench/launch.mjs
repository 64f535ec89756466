// Launches the desktop app as a person does, without a test runner in it, and looks on from outside until a list is shown.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { firstMatch } from './engine-session.mjs'

const deadlineMs = 60_000

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

/** Chromium tells when the page is there: asking again and again would take its time from what is measured. */
async function untilListShown(browser, signal) {
  const asked = { expression: listShown, awaitPromise: true, returnByValue: true }
  const shown = new Promise((resolve) => {
    let seen
    browser.listen(async (method, { targetInfo }) => {
      if (!/^Target\.target(Created|InfoChanged)$/.test(method)) return
      if (targetInfo.type !== 'page' || !targetInfo.url.includes('index.html') || seen) return
      seen = browser.ask('Target.attachToTarget', { targetId: targetInfo.targetId, flatten: true })
      const { sessionId } = await seen
      // A page that is still on its way to its first document loses what it was asked.
      const answer = () => browser.ask('Runtime.evaluate', asked, sessionId).catch(() => undefined)
      while (!signal.aborted && (await answer())?.result?.value !== true);
      resolve()
    })
  })
  await browser.ask('Target.setDiscoverTargets', { discover: true })
  await Promise.race([shown, once(signal, 'abort')])
  signal.throwIfAborted()
}

async function connect(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const waiting = new Map()
  let last = 0
  let listener = () => {}
  socket.on('message', (data) => {
    const { id, result, error, method, params } = JSON.parse(data)
    if (id === undefined) return listener(method, params)
    waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result)
    waiting.delete(id)
  })
  await once(socket, 'open')
  return {
    listen: (told) => (listener = told),
    ask: (method, params = {}, sessionId) =>
      new Promise((resolve) => {
        const id = ++last
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
      }),
    close: () => socket.close(),
  }
}
