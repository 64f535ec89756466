// Addresses for one engine of a test: a /16 and a bridge that no other engine on this computer uses.
import { readFile } from 'node:fs/promises'
import { run } from '../../main/base/child'
import { cleanUpDeadRuns } from './dead-runs'
import { removeInterface } from './leftovers'
import { ownerTag } from './owner'

export interface AddressBlock {
  /** Name of the claimed network interface, `psb7`. */
  readonly bridge: string
  /** Address of this computer on it, `10.199.0.1`. */
  readonly gateway: string
  /** Of the default network of the engine, `10.199.0.0/24`. */
  readonly subnet: string
  /** For networks that the engine makes, `10.199.128.0/17`. */
  readonly pool: string
  /** Removes the bridge; harmless when it is gone. */
  release(): Promise<void>
}

const blocks = 60
const firstOctet = 192

/** Claims a block. The kernel decides: a bridge name can be added only once, whoever asks. */
export async function claimAddressBlock(): Promise<AddressBlock> {
  await cleanUpDeadRuns()
  const taken = await routedBlocks()
  const start = Math.floor(Math.random() * blocks)
  for (let i = 0; i < blocks; i += 1) {
    const number = (start + i) % blocks
    const bridge = `psb${number}`
    if (taken.has(firstOctet + number)) continue
    const { exitCode } = await run('ip', ['link', 'add', bridge, 'type', 'bridge'])
    if (exitCode === 0) return prepare(bridge, `10.${firstOctet + number}`)
  }
  throw new Error(`all ${blocks} address blocks for test engines are in use (ip link show type bridge)`)
}

async function prepare(bridge: string, prefix: string): Promise<AddressBlock> {
  const release = (): Promise<void> => removeInterface(bridge)
  try {
    await ip('link', 'set', bridge, 'alias', ownerTag)
    await ip('addr', 'add', `${prefix}.0.1/24`, 'dev', bridge)
    await ip('link', 'set', bridge, 'up')
  } catch (error) {
    await release()
    throw error
  }
  return {
    bridge,
    gateway: `${prefix}.0.1`,
    subnet: `${prefix}.0.0/24`,
    pool: `${prefix}.128.0/17`,
    release,
  }
}

/** Second octets of the parts of 10.0.0.0/8 that some interface of this computer routes. */
async function routedBlocks(): Promise<Set<number>> {
  const table = await readFile('/proc/net/route', 'utf8')
  const rows = table.split('\n').map((line) => line.split('\t'))
  // The kernel prints addresses as little-endian hex: 10.199.0.0 is 0000C70A.
  const ours = rows.flatMap((row) =>
    row[1]?.endsWith('0A') ? [Number.parseInt(row[1].slice(4, 6), 16)] : [],
  )
  return new Set(ours)
}

async function ip(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await run('ip', args)
  if (exitCode !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`)
}
