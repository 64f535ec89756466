// Signals to end, from the terminal, from npm, or by the loss of npm: each reaches its listener once.

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** Ctrl-C arrives from the terminal and again from npm; closer together than this they are one, in milliseconds. */
const oneSignalMs = 500

const parentPollMs = 250

/**
 * Passes on the signals that this process gets. When npm is ended by its process id, the shell between it and us
 * dies of the signal without passing it on: the loss of our parent then counts as SIGTERM.
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {{ source?: NodeJS.EventEmitter, now?: () => number, underNpm?: boolean, parent?: () => number }} [options]
 * @returns {() => void} stops forwarding
 */
export function forwardSignals(send, options = {}) {
  const { source = process, now = Date.now, underNpm = Boolean(process.env.npm_lifecycle_event) } = options
  let last = -Infinity
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    const again = now() - last < oneSignalMs
    last = now()
    if (!again) send(signal)
  }
  const listeners = forwarded.map((signal) => {
    const listener = () => forward(signal)
    source.on(signal, listener)
    return /** @type {const} */ ([signal, listener])
  })
  const stopWatching = underNpm ? watchParent(() => forward('SIGTERM'), options.parent) : () => {}
  return () => {
    stopWatching()
    for (const [signal, listener] of listeners) source.off(signal, listener)
  }
}

/** No event tells that a parent has ended; its id changing does. */
function watchParent(onLost, parent = () => process.ppid) {
  const first = parent()
  const timer = setInterval(() => {
    if (parent() === first) return
    clearInterval(timer)
    onLost()
  }, parentPollMs)
  timer.unref()
  return () => clearInterval(timer)
}
