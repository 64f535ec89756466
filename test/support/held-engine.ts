// What a held engine of a test can do, whether it runs beside us or in a machine of its own: lose power, restart, end.
import { rm } from 'node:fs/promises'
import Docker from 'dockerode'
import type { AddressBlock } from './address-block'
import { controlGroupOf } from './dead-runs'
import type { HeldProcess } from './held-process'
import {
  assertNothingLeft,
  firstChildOf,
  namespaceOf,
  removeControlGroup,
  removeInterface,
} from './leftovers'

export interface HeldEngine {
  /** Path of the API socket; stays the same over `restart`. */
  readonly socket: string
  /** The same as a URL for DOCKER_HOST, `unix:///…/docker.sock`. */
  readonly host: string
  /** Engine version, `20.10.24+dfsg1`. */
  readonly version: string
  /** Address under which containers reach this computer. */
  readonly gateway: string
  /** What the engine logged so far. */
  output(): string
  /** Power loss: the engine and all containers are gone at once. The data stays for `restart`. */
  kill(): Promise<void>
  /** Ends the engine in order when it runs, and starts it on the same data and socket. */
  restart(): Promise<void>
  /** Ends everything; rejects when a process, mount, interface or control group is left. */
  stop(): Promise<void>
}

export interface Running {
  readonly process: HeldProcess
  /** First process of the engine's process namespace. */
  readonly init: number
  readonly pidNamespace: string | undefined
}

export interface EngineParts {
  /** Holds everything that the engine writes. */
  readonly dir: string
  /** Whether `dir` stays when the engine stops. */
  readonly keep: boolean
  readonly socket: string
  readonly block: AddressBlock
  /** Starts it on what `dir` holds. */
  launch(): Promise<Running>
  /** Network interfaces of this computer that it made and that do not end with its process. */
  interfaces(): Promise<readonly string[]>
}

/** Everything of the engine goes into this control group. */
export const controlGroup = (block: AddressBlock): string => controlGroupOf(block.bridge)

/** Arguments of `unshare`: the kernel ends all processes with the first one, and their mounts with them. */
export const ownNamespaces = [
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '--propagation',
  'private',
]

/** Resolves when the first process of the namespace is there. */
export async function enterNamespace(process: HeldProcess): Promise<Running> {
  const init = await process.ready(() => firstChildOf(process.pid), 'its namespace', 5_000)
  return { process, init, pidNamespace: await namespaceOf(init, 'pid') }
}

/** Resolves when the engine answers. */
export async function holdEngine(parts: EngineParts): Promise<HeldEngine> {
  const { dir, socket, block } = parts
  let running: Running | undefined
  const begin = async (): Promise<string> => {
    running = await parts.launch()
    return running.process.ready(() => version(socket), 'GET /version')
  }
  const kill = async (): Promise<void> => {
    // Killing the first process of the namespace lets `unshare` reap it; killing `unshare` would leave a zombie.
    await running?.process.end('SIGKILL', 5_000, running.init)
    const pidNamespace = running?.pidNamespace
    running = undefined
    const interfaces = await parts.interfaces()
    for (const name of interfaces) await removeInterface(name)
    await removeControlGroup(controlGroup(block))
    await assertNothingLeft({ pidNamespace, dir, interfaces })
  }
  const stop = async (): Promise<void> => {
    await kill()
    await block.release()
    await assertNothingLeft({ pidNamespace: undefined, dir, interfaces: [block.bridge] })
    if (!parts.keep) await rm(dir, { recursive: true, force: true })
  }
  try {
    return {
      socket,
      host: `unix://${socket}`,
      version: await begin(),
      gateway: block.gateway,
      output: () => running?.process.output() ?? '',
      kill,
      restart: async () => {
        await running?.process.end('SIGTERM', 30_000, running.init)
        await kill()
        await begin()
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const version = async (socket: string): Promise<string> =>
  (await new Docker({ socketPath: socket }).version()).Version
