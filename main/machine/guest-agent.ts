// Talks to the agent inside the machine: one line per request and answer, over a socket that leads to it.
// The protocol is described in docs/guest-image.md.
import { openLineSocket, type LineSocket } from './line-socket'
import { pendingRequests, type RequestOptions } from './pending-requests'

const helloPattern = /^portside-agent (\d+)(?: failed (\S+)(?: (.*))?)?$/
const answerPattern = /^(\d+) (ok|err)(?: (-?\d+))?(?: ([A-Za-z0-9+/=]*))?$/
const reconnectEveryMs = 250

export type AgentVerb =
  | 'ping'
  | 'meminfo'
  | 'stat'
  | 'df'
  | 'trim'
  | 'time'
  | 'drop-caches'
  | 'sync'
  | 'exec'
  | 'grow'
  | 'log'
  | 'stop'

/** What the guest says once it is up. */
export interface Hello {
  readonly version: number
  /** Why it will not start the engine, e.g. `data-disk` or `data-disk-foreign`. */
  readonly failed?: string
  readonly reason?: string
}

export interface AgentAnswer {
  /** 0 for `ok`. */
  readonly exitCode: number
  readonly text: string
}

export interface GuestAgent {
  /** Resolves with the guest's first words; the answer to a first ping counts as well. */
  ready(signal: AbortSignal): Promise<Hello>
  /** @throws Error when nothing answers within the deadline (ms) or the connection is lost meanwhile */
  request(verb: AgentVerb, argument: string | undefined, options: RequestOptions): Promise<AgentAnswer>
  close(): void
}

/** Connects when the socket exists, and again whenever the connection is lost, until it is closed. */
export function createGuestAgent(path: string): GuestAgent {
  const requests = pendingRequests<AgentAnswer>()
  const greeted = deferred<Hello>()
  let socket: LineSocket | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const onLine = (line: string): void => {
    const hello = parseHello(line)
    if (hello) return greeted.resolve(hello)
    const answer = parseAnswer(line)
    if (answer) requests.answer(answer.id, answer)
  }
  const onClose = (): void => {
    socket = undefined
    requests.failAll(new Error('the connection to the guest agent was lost'))
    if (!closed) retry = setTimeout(connect, reconnectEveryMs)
  }
  const connect = (): void => {
    openLineSocket(path, { onLine, onClose }).then((fresh) => {
      if (closed) return fresh.close()
      socket = fresh
    }, onClose)
  }
  connect()

  return {
    ready: (signal) =>
      new Promise((resolve, reject) => {
        const onAbort = (): void => reject(signal.reason as Error)
        if (signal.aborted) return onAbort()
        signal.addEventListener('abort', onAbort, { once: true })
        greeted.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
      }),
    request: (verb, argument, options) =>
      requests.ask(`guest agent ${verb}`, options, (id) => {
        if (socket) return socket.write(requestLine(id, verb, argument))
        throw new Error('the guest agent is not connected')
      }),
    close: () => {
      closed = true
      clearTimeout(retry)
      requests.failAll(new Error('the guest agent was closed'))
      greeted.reject(new Error('the guest agent was closed'))
      socket?.close()
    },
  }
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let resolve!: (value: T) => void
  let reject!: (error: Error) => void
  const promise = new Promise<T>((onDone, onError) => {
    resolve = onDone
    reject = onError
  })
  // Nobody may be waiting for it when it is rejected.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

export const requestLine = (id: number, verb: AgentVerb, argument?: string): string =>
  argument === undefined ? `${id} ${verb}` : `${id} ${verb} ${Buffer.from(argument).toString('base64')}`

/** Undefined for a line that is no greeting. */
export function parseHello(line: string): Hello | undefined {
  const match = helloPattern.exec(line)
  if (!match) return undefined
  const [, version, failed, reason] = match
  return {
    version: Number(version),
    ...(failed === undefined ? {} : { failed }),
    ...(reason === undefined ? {} : { reason }),
  }
}

/** Undefined for a line that is no answer. */
export function parseAnswer(line: string): (AgentAnswer & { readonly id: number }) | undefined {
  const match = answerPattern.exec(line)
  if (!match) return undefined
  const [, id, kind, code, data = ''] = match
  const exitCode = kind === 'ok' ? 0 : Number(code ?? 1)
  return { id: Number(id), exitCode, text: Buffer.from(data, 'base64').toString('utf8') }
}
