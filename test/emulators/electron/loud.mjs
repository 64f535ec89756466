// Makes everything that the emulator does not have an error, so that no use of Electron passes unseen.

/** Names that the language and test tools ask of any object. */
const asked = new Set(['then', 'toJSON', 'constructor', 'inspect', 'asymmetricMatch', 'nodeType', 'tagName'])

/**
 * @template {object} T
 * @param {string} name
 * @param {T} target
 * @returns {T}
 */
export function loud(name, target) {
  const bound = new Map()
  return new Proxy(target, {
    get(object, key) {
      if (typeof key !== 'symbol' && !(key in object) && !asked.has(key) && !key.startsWith('_'))
        throw new Error(`the Electron emulator has no ${name}.${key}`)
      const value = object[key]
      if (typeof value !== 'function' || key === 'constructor') return value
      // Private fields belong to the object behind the proxy, so its methods run on that.
      const known = bound.get(key)
      if (known?.value === value) return known.method
      const method = value.bind(object)
      bound.set(key, { value, method })
      return method
    },
  })
}

/** @throws for an option that the emulator would ignore */
export function onlyKnown(name, options, known) {
  for (const key of Object.keys(options ?? {}))
    if (!known.has(key)) throw new Error(`the Electron emulator does not know ${name} { ${key} }`)
}

/** @throws when somebody listens to an event that never comes */
export function onlyEvents(name, emitter, known) {
  for (const method of ['on', 'once', 'addListener', 'prependListener']) {
    const original = emitter[method].bind(emitter)
    emitter[method] = (event, listener) => {
      if (!known.has(event)) throw new Error(`the Electron emulator never emits ${name} '${String(event)}'`)
      original(event, listener)
      return emitter
    }
  }
}

/** An event whose default can be prevented. */
export const cancellable = (more = {}) => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: () => void (event.defaultPrevented = true),
  }
  return event
}
