// Ports on Windows: WSL's own relay opens them, and drops a port that is taken without a word. So each one is proven.
// With mirrored networking there is no relay: a port is Windows' and the machine's at once, or is refused inside.
import { connect, isIPv6, type Socket } from 'node:net'
import { AppError } from '../../../preload/errors'
import { DeadlineError, until } from '../../base/until'
import type { Forward, Forwarder } from '../driver'
import { execInMachine } from './guest-requests'
import type { Wsl } from './wsl-program'

/** The relay looks once a second for new listeners; twice that, and then some. */
const deadlineMs = 6_000
const connectDeadlineMs = 2_000
/** More than one, so that somebody else's connection at the same moment is no proof. */
const probes = 3
const wildcard = new Set(['0.0.0.0', '::', '127.0.0.1', '::1', ''])

type Held = Forward & { readonly guestPort: number }

interface Running {
  readonly wsl: Wsl
  readonly mirrored: boolean
}

/** `running` throws machine.not-running. */
export function relayForwarder(running: () => Running): Forwarder {
  const proven = new Map<string, Held>()
  const idOf = ({ protocol, address, port }: Forward): string => `${protocol}/${address}:${port}`
  return {
    expose: async (local, guestPort, { signal } = {}) => {
      const { wsl, mirrored } = running()
      refuseImpossible(local, guestPort)
      await prove(mirrored ? isTheMachines(wsl) : arrives(wsl), local, signal)
      proven.set(idOf(local), { ...local, guestPort })
    },
    // The relay frees the port as soon as nothing inside listens on it.
    unexpose: async (local) => void proven.delete(idOf(local)),
    list: async () => [...proven.values()],
  }
}

function refuseImpossible(local: Forward, guestPort: number): void {
  const why =
    local.protocol !== 'tcp'
      ? 'the relay of WSL carries TCP only'
      : local.port !== guestPort
        ? 'the relay of WSL keeps port numbers'
        : wildcard.has(local.address)
          ? undefined
          : 'the relay of WSL opens ports for this computer only'
  if (why === undefined) return
  const params = { port: local.port, address: local.address }
  throw new AppError('port.forward-failed', { params, detail: why })
}

/** Whether a port leads into our machine; `answered` is called when somebody answers on it. */
type Proof = (where: Where, answered: () => void, signal: AbortSignal | undefined) => Promise<boolean>

interface Where {
  readonly host: string
  readonly port: number
}

/** Connections made here must arrive there: only then does the port lead into our machine. */
const arrives =
  (wsl: Wsl): Proof =>
  async ({ host, port }, answered, signal) => {
    const before = countClients(await socketTable(wsl, signal), port)
    const sockets: Socket[] = []
    try {
      for (let i = 0; i < probes; i += 1) sockets.push(await open(host, port))
      answered()
      return countClients(await socketTable(wsl, signal), port) - before >= probes
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  }

/** Nobody else can listen on what the machine has; a connection may arrive without a socket of the machine's own. */
const isTheMachines =
  (wsl: Wsl): Proof =>
  async ({ host, port }, answered, signal) => {
    ;(await open(host, port)).destroy()
    answered()
    return hasListener((await execInMachine(wsl, listenersAndOwners, signal)).output, port)
  }

async function prove(
  proof: Proof,
  { address, port }: Forward,
  signal: AbortSignal | undefined,
): Promise<void> {
  const host = isIPv6(address) && address !== '::' ? '::1' : '127.0.0.1'
  let answered = false
  try {
    await until(
      async () => ((await proof({ host, port }, () => (answered = true), signal)) ? true : undefined),
      {
        deadlineMs,
        everyMs: 250,
        waitingFor: `port ${port} to lead into the machine`,
        ...(signal ? { signal } : {}),
      },
    )
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error
    const last = error.cause instanceof Error ? error.cause.message : error.message
    const detail = answered ? 'another program answers on this port' : last
    throw new AppError(answered ? 'port.taken' : 'port.forward-failed', {
      params: { port, address },
      detail,
      cause: error,
    })
  }
}

const socketTable = async (wsl: Wsl, signal: AbortSignal | undefined): Promise<string> =>
  (await execInMachine(wsl, 'cat /proc/net/tcp /proc/net/tcp6', signal)).output

const loopbacks = new Set(['0100007F', '0'.repeat(24) + '01000000', '0000000000000000FFFF00000100007F'])
const established = '01'
const listening = '0A'

/**
 * Connections to the port on the VM's loopback, seen from their client's end: that end is the relay. Lines of
 * /proc/net/tcp: `sl local_address rem_address st …`, addresses in the processor's byte order (proc(5)).
 */
export function countClients(table: string, port: number): number {
  const wanted = hexadecimal(port)
  return table.split('\n').filter((line) => {
    const [, , remote = '', state] = line.trim().split(/\s+/)
    const [address = '', remotePort] = remote.split(':')
    return state === established && remotePort === wanted && loopbacks.has(address)
  }).length
}

const listenersAndOwners = 'cat /proc/net/tcp /proc/net/tcp6; ls -l /proc/[0-9]*/fd 2>/dev/null'
const inodeColumn = 9

/**
 * All distributions share the network, but not their processes: a listener counts that one of the machine's has open, which
 * the links of /proc tell as `socket:[inode]`.
 */
export function hasListener(table: string, port: number): boolean {
  const wanted = hexadecimal(port)
  return table.split('\n').some((line) => {
    const columns = line.trim().split(/\s+/)
    const isThere = columns[3] === listening && columns[1]?.split(':')[1] === wanted
    return isThere && table.includes(`socket:[${columns[inodeColumn]}]`)
  })
}

const hexadecimal = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')

const open = (host: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    const timer = setTimeout(() => socket.destroy(new Error(`no answer on port ${port}`)), connectDeadlineMs)
    socket.once('connect', () => {
      clearTimeout(timer)
      // Whatever it says, and however it ends, the connection has served.
      socket.on('error', () => {}).resume()
      resolve(socket)
    })
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
  })
