// The system's Chromium behind its debugging protocol: one browser, a session for each page.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

const program = process.env.PORTSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium'
const switches = [
  '--remote-allow-origins=*',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-features=Translate,HttpsUpgrades',
  '--password-store=basic',
  // Electron lets its own file: pages load their module scripts; Chromium needs to be told.
  '--allow-file-access-from-files',
  // Windows that are hidden in Electron keep running as these do.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

class Chromium {
  #socket
  #child
  #profile
  #ended = false
  #lastId = 0
  #waiting = new Map()
  #sessions = new Map()
  #open = Promise.withResolvers?.() ?? withResolvers()
  /** Called with each page that opens, before any script of it runs. */
  onPage = () => {}
  onEnd = () => {}

  get pid() {
    return this.#child?.pid
  }

  start() {
    if (this.#child) return
    this.#profile = mkdtempSync(join(tmpdir(), 'psemul-'))
    const given = (process.env.PORTSIDE_EMULATOR_SWITCHES ?? '').split('\n').filter(Boolean)
    if (!given.some((one) => one.startsWith('--remote-debugging-port')))
      given.push('--remote-debugging-port=0')
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) given.push('--headless=new')
    if (process.getuid?.() === 0 && !given.includes('--no-sandbox')) given.push('--no-sandbox')
    this.#child = spawn(program, [...switches, ...given, `--user-data-dir=${this.#profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that none of its processes outlives it.
      detached: true,
    })
    let text = ''
    this.#child.stderr.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-10_000)
      const found = /DevTools listening on (ws:\/\/\S+)\n/.exec(text)
      if (!found || this.#socket) return
      process.stderr.write(found[0])
      this.#connect(found[1])
    })
    this.#child.on('exit', (code) => this.#end(`Chromium ended with ${code}: ${text.slice(-500)}`))
    this.#child.on('error', (error) => this.#end(String(error)))
  }

  #connect(url) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 })
    this.#socket.on('open', () => {
      // Every page waits until it is set up, ours and those that a page opens.
      const all = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }
      void this.#ask('Target.setAutoAttach', all).then(
        () => this.#open.resolve(),
        (error) => this.#open.reject(error),
      )
    })
    this.#socket.on('message', (data) => this.#receive(JSON.parse(data)))
    this.#socket.on('error', () => {})
  }

  #receive({ id, error, result, method, params, sessionId }) {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`))
      else waiting?.resolve(result)
    } else if (sessionId) this.#sessions.get(sessionId)?.(method, params)
    else if (method === 'Target.attachedToTarget') this.onPage(params)
    else if (method === 'Target.detachedFromTarget') {
      this.#sessions.get(params.sessionId)?.('detached', {})
      this.#sessions.delete(params.sessionId)
    }
  }

  #ask(method, params = {}, sessionId) {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject, method })
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
    })
  }

  async ask(method, params, sessionId) {
    this.start()
    await this.#open.promise
    return this.#ask(method, params, sessionId)
  }

  listen(sessionId, listener) {
    this.#sessions.set(sessionId, listener)
  }

  #end(why) {
    if (this.#ended) return
    this.#ended = true
    this.#open.promise.catch(() => {})
    this.#open.reject(new Error(why))
    for (const { reject } of this.#waiting.values()) reject(new Error(why))
    this.#removeProfile()
    this.onEnd()
  }

  /** Its other processes write into the profile until they are gone; what they leave then is not worth an exit code. */
  #removeProfile() {
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // They are gone.
    }
    try {
      rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 })
    } catch (error) {
      process.stderr.write(`the emulator left ${this.#profile}: ${error.message}\n`)
    }
  }

  /** Resolves when its process is gone. */
  async close() {
    if (!this.#child || this.#ended) return
    const gone = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 2000)
    await gone
    clearTimeout(late)
  }
}

function withResolvers() {
  let resolve
  let reject
  const promise = new Promise((a, b) => {
    resolve = a
    reject = b
  })
  return { promise, resolve, reject }
}

export const chromium = new Chromium()
