// Opens and closes ports of this computer through gvproxy's API (gvisor-tap-vsock, services/forwarder).
import { isIPv6 } from 'node:net'
import { AppError } from '../../preload/errors'
import { guestAddress, guestAddressForLoopback6 } from './certificates'
import type { Forward, Forwarder } from './driver'
import { httpOnce } from './unix-http'

interface Exposed {
  readonly local: string
  readonly remote: string
  readonly protocol: string
}

/** Makes a TCP port of the machine reachable at a Unix socket of this computer. */
export const exposeSocket = (api: string, socketPath: string, guestPort: number): Promise<void> =>
  post(api, 'expose', { local: socketPath, remote: `tcp://${guestAddress}:${guestPort}`, protocol: 'unix' })

/** `api` gives gvproxy's socket, or throws machine.not-running. */
export function gvproxyForwarder(api: () => string): Forwarder {
  const listExposed = async (signal?: AbortSignal): Promise<readonly Exposed[]> => {
    const { status, body } = await call(api(), 'all', undefined, signal)
    if (status !== 200) throw new Error(`gvproxy: ${status} ${body.trim()}`)
    return JSON.parse(body) as Exposed[]
  }
  return {
    expose: async (local, guestPort, options = {}) => {
      const wanted: Exposed = {
        local: hostPort(local.address, local.port),
        remote: hostPort(insideOf(local), guestPort),
        protocol: local.protocol,
      }
      try {
        await post(api(), 'expose', wanted, options.signal)
      } catch (error) {
        options.signal?.throwIfAborted()
        const known = await listExposed(options.signal)
        if (known.some((exposed) => sameForward(exposed, wanted))) return
        throw explain(error, local)
      }
    },
    unexpose: async (local, { signal } = {}) => {
      const { protocol } = local
      try {
        await post(api(), 'unexpose', { local: hostPort(local.address, local.port), protocol }, signal)
      } catch (error) {
        if (!/not found/i.test(String(error))) throw error
      }
    },
    list: async ({ signal } = {}) => (await listExposed(signal)).flatMap(parseExposed),
  }
}

/** gvproxy answers 500 with the operating system's words as Go prints them. */
function explain(error: unknown, { port, address }: Forward): AppError {
  const detail = error instanceof Error ? error.message : String(error)
  if (/address already in use|Only one usage|proxy already running/i.test(detail))
    return new AppError('port.taken', { params: { port, address }, detail, cause: error })
  if (/permission denied|forbidden by its access permissions/i.test(detail))
    return new AppError('port.not-permitted', { params: { port, address }, detail, cause: error })
  if (/assign requested address|address is not valid in its context|no such host/i.test(detail))
    return new AppError('port.bad-address', { params: { port, address }, detail, cause: error })
  return new AppError('port.forward-failed', { params: { port, address }, detail, cause: error })
}

async function post(api: string, verb: string, body: unknown, signal?: AbortSignal): Promise<void> {
  const answer = await call(api, verb, body, signal)
  if (answer.status !== 200) throw new Error(`gvproxy: ${answer.body.trim()}`)
}

const call = (api: string, verb: string, body: unknown, signal?: AbortSignal) =>
  httpOnce(
    {
      socketPath: api,
      path: `/services/forwarder/${verb}`,
      method: body === undefined ? 'GET' : 'POST',
      ...(signal ? { signal } : {}),
    },
    body,
  )

/** Resolves when the API answers. */
export const apiAnswers = async (api: string): Promise<true | undefined> =>
  (await call(api, 'all', undefined)).status === 200 ? true : undefined

const insideOf = ({ address }: Forward): string =>
  address === '::1' ? guestAddressForLoopback6 : guestAddress

const hostPort = (address: string, port: number): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`

const sameForward = (one: Exposed, other: Exposed): boolean =>
  one.local === other.local && one.remote === other.remote && one.protocol === other.protocol

/** Leaves out what is no port, such as the engine's own socket. */
export function parseExposed(exposed: Exposed): (Forward & { guestPort: number })[] {
  const { protocol } = exposed
  const local = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(exposed.local)
  const guestPort = Number(/:(\d+)$/.exec(exposed.remote)?.[1])
  if ((protocol !== 'tcp' && protocol !== 'udp') || !local || !guestPort) return []
  return [{ protocol, address: local[1] ?? (local[2] || '0.0.0.0'), port: Number(local[3]), guestPort }]
}
