// A real Docker Engine of its own for a test: private folders, bridge and process namespace; nothing of it survives.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { claimAddressBlock, type AddressBlock } from './address-block'
import {
  controlGroup,
  enterNamespace,
  holdEngine,
  ownNamespaces,
  type HeldEngine,
  type Running,
} from './held-engine'
import { holdProcess } from './held-process'
import { engineBridges } from './leftovers'
import { makeTestFolder } from './test-folder'

export interface DockerdOptions {
  /** URL of a registry that stands in for Docker Hub, `http://127.0.0.1:5000`. */
  readonly mirror?: string | undefined
  /** Folder for its data and socket, kept when it stops. A temporary one, removed, unless told. */
  readonly dir?: string
  /** More arguments of dockerd. */
  readonly args?: readonly string[]
  /** Folder with the programs of another version, found before those of this computer. */
  readonly programs?: string
  /** Its data lies on a disk of so many MB, in memory, which is gone when it stops. */
  readonly diskMegabytes?: number
  /** Its environment, besides that of this process. */
  readonly env?: Readonly<Record<string, string>>
}

export type Dockerd = HeldEngine

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
  return holdEngine({
    dir,
    keep: options.dir !== undefined,
    socket,
    block,
    launch: () => launch(dir, block, options),
    interfaces: async () => (await engineBridges(dir)).filter((name) => name !== block.bridge),
  })
}

/** Covers folders of the system that dockerd writes to. */
const inNamespace = `
set -e
for dir in /etc/docker /run/containerd; do mkdir -p "$dir"; mount -t tmpfs none "$dir"; done
if [ -n "$3" ]; then mkdir -p "$2"; mount -t tmpfs -o "size=$3m" none "$2"; fi
PATH="$1:$PATH"
shift 3
exec tini -- env "$@"`

async function launch(dir: string, block: AddressBlock, options: DockerdOptions): Promise<Running> {
  // The socket and pid file of an engine that lost power would be taken for a living one.
  for (const stale of ['docker.sock', 'dockerd.pid', 'exec']) {
    await rm(join(dir, stale), { recursive: true, force: true })
  }
  const args = [...dockerdArgs(dir, block), ...(options.args ?? [])]
  if (options.mirror !== undefined) args.push('--registry-mirror', options.mirror)
  const disk = [join(dir, 'data'), String(options.diskMegabytes ?? '')]
  const script = ['sh', '-c', inNamespace, 'sh', options.programs ?? '/usr/sbin', ...disk]
  const program = [...Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`), 'dockerd']
  return enterNamespace(
    holdProcess('unshare', [...ownNamespaces, ...script, ...program, ...args], join(dir, 'dockerd.log')),
  )
}

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
