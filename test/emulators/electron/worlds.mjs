// The two sides of a page: the preload script's own world, and the page's, joined by the context bridge alone.

/** Structured clone over JSON: byte arrays are what the contract carries beyond plain data. */
export const pack = (value) =>
  hasBytes(value)
    ? JSON.stringify(value, (_key, part) =>
        part instanceof Uint8Array ? { $bytes: Buffer.from(part).toString('base64') } : part,
      )
    : JSON.stringify(value)

const hasBytes = (value) =>
  typeof value === 'object' &&
  value !== null &&
  (value instanceof Uint8Array || Object.values(value).some(hasBytes))

export const unpack = (text) =>
  JSON.parse(text, (_key, part) =>
    part?.$bytes === undefined ? part : new Uint8Array(Buffer.from(part.$bytes, 'base64')),
  )

/** In the page: makes what the bridge exposes, as frozen functions whose arguments are cloned. */
export const mainWorldScript = `(() => {
  if (window !== top) return
  const answers = new Map()
  const callbacks = new Map()
  let last = 0
  const call = (name, method) => (...args) => {
    const id = ++last
    const sent = args.map((one) => {
      if (typeof one !== 'function') return one
      callbacks.set(++last, one)
      return { $callback: last }
    })
    const answer = new Promise((resolve, reject) => answers.set(id, { resolve, reject }))
    document.dispatchEvent(new CustomEvent('emulator-call', { detail: { id, name, method, args: sent } }))
    return answer
  }
  document.addEventListener('emulator-expose', ({ detail: { name, methods } }) => {
    const value = Object.freeze(Object.fromEntries(methods.map((method) => [method, call(name, method)])))
    Object.defineProperty(globalThis, name, { value, enumerable: true })
  })
  document.addEventListener('emulator-answer', ({ detail: { id, value, error } }) => {
    const answer = answers.get(id)
    answers.delete(id)
    if (error === undefined) answer?.resolve(value)
    else answer?.reject(new Error(error))
  })
  document.addEventListener('emulator-callback', ({ detail: { id, args } }) => callbacks.get(id)?.(...args))
})()`

/** Runs the built preload script as a sandboxed one: `require` knows only electron's renderer side. */
export const preloadScript = (source) => `(() => {
  if (window !== top) return
  const listeners = new Map()
  const pack = (value) => value === undefined ? undefined : JSON.stringify(value, (_k, part) =>
    part instanceof Uint8Array ? { $bytes: btoa(Array.from(part, (one) => String.fromCharCode(one)).join('')) } : part)
  // Looking at each part takes its time, and few messages have bytes.
  const unpack = (text) => !text.includes('$bytes') ? JSON.parse(text)
    : JSON.parse(text, (_k, part) => part?.$bytes === undefined ? part
      : Uint8Array.from(atob(part.$bytes), (char) => char.charCodeAt(0)))
  globalThis.__emulatorPaths = []
  globalThis.__emulatorReceive = (channel, text) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, unpack(text))
  }
  const ipcRenderer = {
    send: (channel, message) => void globalThis.__emulatorSend(JSON.stringify([channel, pack(message)])),
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  }
  const exposed = new Map()
  const contextBridge = {
    exposeInMainWorld: (name, api) => {
      exposed.set(name, api)
      document.dispatchEvent(new CustomEvent('emulator-expose', { detail: { name, methods: Object.keys(api) } }))
    },
  }
  document.addEventListener('emulator-call', ({ detail: { id, name, method, args } }) => {
    const given = args.map((one) => one?.$callback === undefined ? one : (...back) =>
      document.dispatchEvent(new CustomEvent('emulator-callback', { detail: { id: one.$callback, args: back } })))
    let answer
    try {
      answer = { id, value: exposed.get(name)[method](...given) }
    } catch (error) {
      answer = { id, error: String(error) }
    }
    document.dispatchEvent(new CustomEvent('emulator-answer', { detail: answer }))
  })
  const webUtils = {
    getPathForFile: (file) => globalThis.__emulatorPaths.find((path) => path.endsWith('/' + file.name)) ?? '',
  }
  const require = (name) => {
    if (name !== 'electron') throw new Error('a sandboxed preload script cannot require ' + name)
    const known = { ipcRenderer, contextBridge, webUtils }
    return new Proxy(known, { get: (all, key) => {
      if (typeof key === 'symbol' || key in all || key === '__esModule') return all[key]
      throw new Error('the Electron emulator has no electron.' + key + ' in a preload script')
    } })
  }
  const module = { exports: {} }
  ;((require, module, exports) => {${source}
  })(require, module, module.exports)
})()`
