// The small disk that tells the guest who it is: certificates, network, engine settings. Written at each start.
import { guestAddress, type Credentials } from '../certificates'
import { writeWhole } from '../machine-record'
import { tar } from '../tar'

const gatewayAddress = '192.168.127.1'
const sectorBytes = 64 * 1024

export interface GuestConfig {
  readonly machineId: string
  readonly credentials: Credentials
  /** Settings of dockerd: its daemon.json. */
  readonly daemon: Readonly<Record<string, unknown>>
}

export async function writeConfigDisk(file: string, config: GuestConfig): Promise<void> {
  const { credentials } = config
  const env = {
    HOSTNAME: 'portside',
    IP: `${guestAddress}/24`,
    GW: gatewayAddress,
    DNS: gatewayAddress,
    MACHINE_ID: config.machineId,
  }
  const secret = 0o600
  const archive = tar([
    { name: 'env', mode: secret, content: shellVariables(env) },
    { name: 'daemon.json', mode: secret, content: JSON.stringify(config.daemon) },
    { name: 'tls/', mode: 0o700 },
    { name: 'tls/ca.pem', mode: secret, content: credentials.authority },
    { name: 'tls/server-cert.pem', mode: secret, content: credentials.serverCertificate },
    { name: 'tls/server-key.pem', mode: secret, content: credentials.serverKey },
  ])
  const padding = Buffer.alloc(sectorBytes - (archive.length % sectorBytes))
  await writeWhole(file, Buffer.concat([archive, padding]))
}

/** Single quotes keep every character; a quote itself ends, is escaped, and begins again. */
export const shellVariables = (variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('')
