// A real Docker Engine of its own for a test: private folders, bridge and process namespace; nothing of it survives.
import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { claimAddressBlock, removeBridge, type AddressBlock } from './address-block'
import { holdProcess, type HeldProcess } from './held-process'
import { assertNothingLeft, firstChildOf, namespaceOf, removeControlGroup } from './leftovers'
import { makeTestFolder } from './test-folder'

export interface DockerdOptions {
  /** URL of a registry that stands in for Docker Hub, `http://127.0.0.1:5000`. */
  readonly mirror?: string | undefined
  /** Folder for its data and socket, kept when it stops. A temporary one, removed, unless told. */
  readonly dir?: string
  /** More arguments of dockerd. */
  readonly args?: readonly string[]
}

export interface Dockerd {
  /** Path of the API socket; stays the same over `restart`. */
  readonly socket: string
  /** The same as a URL for DOCKER_HOST, `unix:///…/docker.sock`. */
  readonly host: string
  /** Engine version, `20.10.24+dfsg1`. */
  readonly version: string
  /** Address of this computer that containers on the default network reach. */
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

/**
 * Starts an engine in the network of this computer: published ports answer on 127.0.0.1 (its docker-proxy
 * listens), containers reach this computer, several engines run side by side. The firewall of this computer is
 * not touched, because two engines would flush each other's rules.
 */
export async function startDockerd(options: DockerdOptions = {}): Promise<Dockerd> {
  const dir = options.dir ?? (await makeTestFolder('e'))
  await mkdir(dir, { recursive: true })
  // Container files stay readable for engines that map users.
  await chmod(dir, 0o711)
  const socket = join(dir, 'docker.sock')
  if (socket.length >= 104) throw new Error(`socket path too long for other systems: ${socket}`)
  const block = await claimAddressBlock()
  let running: Running | undefined
  const begin = async (): Promise<string> => {
    running = await launch(dir, block, options)
    return running.process.ready(() => ping(socket), 'GET /version')
  }
  const kill = async (): Promise<void> => {
    // Killing the first process of the namespace lets `unshare` reap it; killing `unshare` would leave a zombie.
    await running?.process.end('SIGKILL', 5_000, running.init)
    const pidNamespace = running?.pidNamespace
    running = undefined
    const bridges = await bridgesOf(dir)
    for (const bridge of bridges) if (bridge !== block.bridge) await removeBridge(bridge)
    await removeControlGroup(controlGroup(block))
    await assertNothingLeft({
      pidNamespace,
      dir,
      interfaces: bridges.filter((name) => name !== block.bridge),
    })
  }
  const stop = async (): Promise<void> => {
    await kill()
    await block.release()
    await assertNothingLeft({ pidNamespace: undefined, dir, interfaces: [block.bridge] })
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }
  try {
    const version = await begin()
    return {
      socket,
      host: `unix://${socket}`,
      version,
      gateway: block.gateway,
      output: () => running?.process.output() ?? '',
      kill,
      restart: async () => {
        await running?.process.end('SIGTERM', 15_000, running.init)
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

interface Running {
  readonly process: HeldProcess
  /** Process id of the first process in the namespace, which passes signals on to dockerd. */
  readonly init: number
  readonly pidNamespace: string | undefined
}

/**
 * A process namespace of its own makes the kernel end containerd, shims and containers with it, a mount
 * namespace takes their mounts along, and folders of the system that dockerd writes to are covered.
 */
const inNamespace = `
set -e
for dir in /etc/docker /run/containerd; do mkdir -p "$dir"; mount -t tmpfs none "$dir"; done
exec tini -- dockerd "$@"`

async function launch(dir: string, block: AddressBlock, options: DockerdOptions): Promise<Running> {
  // The socket and pid file of an engine that lost power would be taken for a living one.
  await Promise.all(
    ['docker.sock', 'dockerd.pid', 'exec'].map((name) =>
      rm(join(dir, name), { recursive: true, force: true }),
    ),
  )
  const namespaces = [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    '--propagation',
    'private',
  ]
  const args = [
    ...namespaces,
    'sh',
    '-c',
    inNamespace,
    'sh',
    ...dockerdArgs(dir, block),
    ...(options.args ?? []),
  ]
  if (options.mirror !== undefined) args.push('--registry-mirror', options.mirror)
  const process = holdProcess('unshare', args, join(dir, 'dockerd.log'))
  const init = await process.ready(() => firstChildOf(process.pid), 'its namespace', 5_000)
  return { process, init, pidNamespace: await namespaceOf(init, 'pid') }
}

const controlGroup = (block: AddressBlock): string => `portside-${block.bridge}`

const dockerdArgs = (dir: string, block: AddressBlock): string[] => [
  `--host=unix://${join(dir, 'docker.sock')}`,
  `--data-root=${join(dir, 'data')}`,
  `--exec-root=${join(dir, 'exec')}`,
  `--pidfile=${join(dir, 'dockerd.pid')}`,
  `--bridge=${block.bridge}`,
  `--fixed-cidr=${block.subnet}`,
  `--default-address-pool=base=${block.pool},size=24`,
  `--cgroup-parent=/${controlGroup(block)}`,
  '--iptables=false',
  '--ip6tables=false',
  // Containers that ignore SIGTERM would hold up `restart` for their whole stop time.
  '--shutdown-timeout=3',
]

async function ping(socket: string): Promise<string> {
  return (await new Docker({ socketPath: socket }).version()).Version
}

/** Bridges that the engine made, read from its own records so that an engine that died is cleaned up too. */
async function bridgesOf(dir: string): Promise<string[]> {
  const records = await readFile(join(dir, 'data/network/files/local-kv.db'), 'latin1').catch(() => '')
  return [...new Set([...records.matchAll(/"BridgeName":"([\w.-]+)"/g)].map((match) => match[1] ?? ''))]
}
