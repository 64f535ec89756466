// The product's guest at native speed: its own root file system and init in Linux namespaces instead of a VM.
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../../main/base/child'
import { claimAddressBlock, type AddressBlock } from '../address-block'
import { guestRoot } from './guest-root'
import {
  controlGroup,
  enterNamespace,
  holdEngine,
  ownNamespaces,
  type HeldEngine,
  type Running,
} from '../held-engine'
import { holdProcess } from '../held-process'
import { startNameServer } from './name-server'
import { startRelay } from './relay'
import { makeTestFolder } from '../test-folder'

export interface NamespaceMachineOptions {
  /** Folder for its data and socket, kept when it stops. A temporary one, removed, unless told. */
  readonly home?: string
  /** URL of a registry on this computer's loopback that stands in for Docker Hub. */
  readonly mirror?: string
  /** Goes into the guest's daemon.json. */
  readonly daemon?: Readonly<Record<string, unknown>>
  /** Folder with ca.pem, server-cert.pem and server-key.pem: the engine then also listens on TCP 2376. */
  readonly tls?: string
}

export interface NamespaceMachine extends HeldEngine {
  /** Address of the machine: published ports answer here, as they do on a VM's network before a forward. */
  readonly ip: string
  /** What `sh -c` printed in the machine. */
  exec(command: string): Promise<string>
}

/**
 * Starts the machine. Its memory and control groups are this computer's, its network is its own: a published
 * port answers on `ip`, not on 127.0.0.1, and containers reach this computer at `gateway`.
 */
export async function startNamespaceMachine(
  options: NamespaceMachineOptions = {},
): Promise<NamespaceMachine> {
  const image = await guestRoot()
  const home = options.home ?? (await makeTestFolder('m'))
  const socket = join(home, 'run/docker.sock')
  if (socket.length >= 104) throw new Error(`socket path too long for other systems: ${socket}`)
  for (const folder of ['data', 'root', 'run', 'cfg']) await mkdir(join(home, folder), { recursive: true })
  await chmod(home, 0o711)
  const block = await claimAddressBlock()
  const ip = block.gateway.replace(/\.1$/, '.2')
  const services = await startServices(block.gateway, options.mirror).catch(async (error: unknown) => {
    await block.release()
    throw error
  })
  let init = 0
  try {
    const engine = await holdEngine({
      dir: home,
      keep: options.home !== undefined,
      socket,
      block,
      launch: async () => {
        await writeConfig(home, options, services.mirror)
        const running = await launch(home, image, block, ip)
        init = running.init
        return running
      },
      // The machine's interfaces live in its network namespace and end with it.
      interfaces: async () => [],
    })
    const stop = async (): Promise<void> => {
      await services.stop()
      await engine.stop()
    }
    const exec = async (command: string): Promise<string> => {
      const inside = ['--target', String(init), '--mount', '--net', '--pid', '--root', '--wd=/']
      const path = 'PATH=/usr/sbin:/usr/bin'
      const { stdout, stderr } = await run('nsenter', [...inside, '/bin/env', path, '/bin/sh', '-c', command])
      return stdout + stderr
    }
    return { ...engine, ip, exec, stop }
  } catch (error) {
    await services.stop()
    throw error
  }
}

interface Services {
  /** `host:port` of the registry as the machine sees it. */
  readonly mirror: string | undefined
  stop(): Promise<void>
}

/** What the machine finds at this computer's address: the registry, and a name server. */
async function startServices(gateway: string, mirror: string | undefined): Promise<Services> {
  const names = await startNameServer(gateway)
  if (mirror === undefined) return { mirror, stop: names.stop }
  const port = Number(new URL(mirror).port)
  const relay = await startRelay(gateway, port).catch(async (error: unknown) => {
    await names.stop()
    throw error
  })
  const stop = async (): Promise<void> => {
    await relay.stop()
    await names.stop()
  }
  return { mirror: `${gateway}:${port}`, stop }
}

/** What the guest's init finds in /run/cfg; a VM gets the same as a tar on its third disk. */
async function writeConfig(
  home: string,
  { daemon = {}, tls }: NamespaceMachineOptions,
  mirror: string | undefined,
): Promise<void> {
  const cfg = join(home, 'cfg')
  const settings = {
    ...(mirror === undefined
      ? {}
      : { 'registry-mirrors': [`http://${mirror}`], 'insecure-registries': [mirror] }),
    ...daemon,
  }
  await writeFile(join(cfg, 'daemon.json'), JSON.stringify(settings))
  await writeFile(join(cfg, 'env'), "LISTEN='-H unix:///run/computer/docker.sock'\n")
  if (tls !== undefined) await cp(tls, join(cfg, 'tls'), { recursive: true })
}

async function launch(home: string, image: string, block: AddressBlock, ip: string): Promise<Running> {
  await rm(join(home, 'run/docker.sock'), { force: true })
  const script = join(import.meta.dirname, 'control-groups.sh')
  const root = join(import.meta.dirname, 'root.sh')
  const setUp = ['sh', script, controlGroup(block), root, image, home, ip, block.gateway]
  const namespaces = [...ownNamespaces, '--uts', '--ipc', '--net']
  const running = await enterNamespace(
    holdProcess('unshare', [...namespaces, ...setUp], join(home, 'machine.log')),
  )
  // The set-up waits for its network interface.
  const outer = block.bridge.replace('psb', 'psv')
  const veth = ['link', 'add', outer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(running.init)]
  for (const args of [veth, ['link', 'set', outer, 'master', block.bridge, 'up']]) {
    const { exitCode, stderr } = await run('ip', args)
    if (exitCode !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`)
  }
  return running
}
