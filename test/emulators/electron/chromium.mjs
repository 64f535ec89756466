// The system's Chromium behind its debugging protocol, over a pipe: one browser, a session for each page.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const hasScreen = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
/** Chromium's content without its browser, as in Electron. */
const shell = '/usr/lib/chromium/chromium-headless-shell'
const program =
  process.env.PORTSIDE_TEST_CHROMIUM ?? (!hasScreen && existsSync(shell) ? shell : '/usr/bin/chromium')
const switches = [
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  '--disable-gpu',
  // One process less to wait for.
  '--in-process-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--enable-features=NetworkServiceInProcess2',
  '--disable-features=Translate,HttpsUpgrades',
  '--password-store=basic',
  // Electron lets its own file: pages load their module scripts; Chromium needs to be told.
  '--allow-file-access-from-files',
  // Windows that are hidden in Electron keep running as these do.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

class Chromium {
  #child
  #profile
  #ended = false
  #lastId = 0
  #waiting = new Map()
  #sessions = new Map()
  #open = Promise.withResolvers?.() ?? withResolvers()
  #early = []
  #onPage = (page) => this.#early.push(page)
  #address
  #mayTell = false
  onEnd = () => {}

  /** Called with each page that opens, before any script of it runs; first with the empty one of the start. */
  set onPage(listener) {
    this.#onPage = listener
    for (const page of this.#early.splice(0)) listener(page)
  }

  get pid() {
    return this.#child?.pid
  }

  start() {
    if (this.#child) return
    this.#profile = mkdtempSync(join(tmpdir(), 'psemul-'))
    const given = (process.env.PORTSIDE_EMULATOR_SWITCHES ?? '').split('\n').filter(Boolean)
    if (!hasScreen) given.push('--headless')
    if (process.getuid?.() === 0 && !given.includes('--no-sandbox')) given.push('--no-sandbox')
    // What a sandbox would need it for is two more processes.
    if (given.includes('--no-sandbox')) given.push('--no-zygote')
    const words = [...switches, ...given, `--user-data-dir=${this.#profile}`, 'about:blank']
    this.#child = spawn(program, words, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // A group of its own, so that none of its processes outlives it.
      detached: true,
    })
    let text = ''
    this.#child.stderr.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-10_000)
      if (this.#address !== undefined) return
      this.#address = /DevTools listening on ws:\/\/\S+\n/.exec(text)?.[0]
      this.#tell()
    })
    this.#child.on('exit', (code) => this.#end(`Chromium ended with ${code}: ${text.slice(-500)}`))
    this.#child.on('error', (error) => this.#end(String(error)))
    this.#connect()
  }

  /**
   * From here on a test runner may be told the address. Its first question is for all of `electron`, and is answered
   * even in the midst of other code: while that is being loaded, with an error, or with a part of it.
   */
  tellAddress() {
    this.#mayTell = true
    this.#tell()
  }

  #tell() {
    if (this.#mayTell && this.#address !== undefined) process.stderr.write(this.#address)
  }

  #connect() {
    const [, , , to, from] = this.#child.stdio
    // Its end is told by the process.
    for (const stream of [to, from]) stream.on('error', () => {})
    let parts = []
    from.setEncoding('utf8').on('data', (chunk) => {
      const [first, ...more] = chunk.split('\0')
      parts.push(first)
      for (const next of more) {
        this.#receive(JSON.parse(parts.join('')))
        parts = [next]
      }
    })
    // Every page waits until it is set up, ours and those that a page opens.
    const all = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }
    void this.#ask('Target.setAutoAttach', all).then(
      () => this.#open.resolve(),
      (error) => this.#open.reject(error),
    )
  }

  #receive({ id, error, result, method, params, sessionId }) {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`))
      else waiting?.resolve(result)
    } else if (sessionId) this.#sessions.get(sessionId)?.(method, params)
    else if (method === 'Target.attachedToTarget') this.#onPage(params)
    else if (method === 'Target.detachedFromTarget') {
      this.#sessions.get(params.sessionId)?.('detached', {})
      this.#sessions.delete(params.sessionId)
    }
  }

  #ask(method, params = {}, sessionId) {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject, method })
      const words = JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })
      this.#child.stdio[3].write(`${words}\0`)
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
