// The small disk that tells the guest who it is: certificates, network, engine settings. Written at each start.
import { guestAddress, guestAddressForLoopback6, type Credentials } from '../certificates'
import {
  certificateEntries,
  guestEnvironment,
  shellVariables,
  type GuestSurroundings,
} from '../guest-environment'
import type { NetworkCard } from '../network'
import { tar } from '../tar'
import { shareLines, type Share } from './shares'
import { gatewayAddress, hostAddress, rosettaTag } from './vm-options'

const sectorBytes = 64 * 1024
/** Ethernet's, which Docker Engine takes by itself, in bytes. */
const usualMtu = 1500
/** dockerd's setting for networks that are made without options; `mtu` is for the bridge that is always there. */
const networkOptions = 'default-network-opts'

export interface GuestConfig extends GuestSurroundings {
  readonly machineId: string
  readonly credentials: Credentials
  /** Settings of dockerd: its daemon.json. */
  readonly daemon: Readonly<Record<string, unknown>>
  readonly shares: readonly Share[]
  readonly rosetta: boolean
  readonly hypervisor: { readonly network: Pick<NetworkCard, 'mtu'> }
}

/** The disk's whole content: the same for the same settings. */
export function configDisk(config: GuestConfig): Buffer {
  const { credentials } = config
  const env = {
    HOSTNAME: 'portside',
    IP: `${guestAddress}/24`,
    LOOPBACK6: guestAddressForLoopback6,
    GW: gatewayAddress,
    DNS: gatewayAddress,
    MACHINE_ID: config.machineId,
    ...(config.rosetta ? { ROSETTA: rosettaTag } : {}),
  }
  const environment = shellVariables(env) + shellVariables(guestEnvironment(config, hostAddress), 'export ')
  const daemon = engineSettings(config)
  const secret = 0o600
  const archive = tar([
    { name: 'env', mode: secret, content: environment },
    { name: 'daemon.json', mode: secret, content: JSON.stringify(daemon) },
    ...(config.shares.length > 0
      ? [{ name: 'shares', mode: secret, content: shareLines(config.shares) }]
      : []),
    { name: 'tls/', mode: 0o700 },
    { name: 'tls/ca.pem', mode: secret, content: credentials.authority },
    { name: 'tls/server-cert.pem', mode: secret, content: credentials.serverCertificate },
    { name: 'tls/server-key.pem', mode: secret, content: credentials.serverKey },
    ...certificateEntries(config),
  ])
  const padding = Buffer.alloc(sectorBytes - (archive.length % sectorBytes))
  return Buffer.concat([archive, padding])
}

/** The whole daemon.json: what the machine adds, unless it was chosen. */
export const engineSettings = (
  config: Pick<GuestConfig, 'daemon' | 'hypervisor'>,
): GuestConfig['daemon'] => ({
  // So that --add-host=host.docker.internal:host-gateway means this computer, too.
  'host-gateway-ip': hostAddress,
  ...largePackets(config),
  ...config.daemon,
})

/** Of containers, as large as those of the machine itself, unless the user chose a size of packets. */
function largePackets({
  daemon,
  hypervisor,
}: Pick<GuestConfig, 'daemon' | 'hypervisor'>): GuestConfig['daemon'] {
  const { mtu } = hypervisor.network
  if (mtu <= usualMtu || 'mtu' in daemon || networkOptions in daemon) return {}
  return { mtu, [networkOptions]: { bridge: { 'com.docker.network.driver.mtu': String(mtu) } } }
}
