// What dockerd and containerd find in their environment: the proxy for downloads, and more certificate authorities.
import type { MachineConfig, ProxyAddresses } from './driver'
import type { TarEntry } from './tar'

/** Go adds every file in these folders to the authorities that it knows. */
const certificateFolders = '/etc/ssl/certs:/run/cfg/ca'
/** What is near is reached without the proxy, whatever else is. */
const alwaysDirect = ['localhost', '127.0.0.0/8', '::1', 'host.docker.internal', '192.168.127.0/24']

export type GuestSurroundings = Pick<MachineConfig, 'proxy' | 'caCertificates'>

/**
 * Variables of the machine's init, which its services inherit. `loopback` is the name under which the machine reaches
 * this computer's loopback; without one, an address there is passed on as it is.
 */
export function guestEnvironment(
  { proxy, caCertificates }: GuestSurroundings,
  loopback?: string,
): Readonly<Record<string, string>> {
  return {
    ...(proxy ? proxyVariables(proxy, loopback) : {}),
    ...(caCertificates.length > 0 ? { SSL_CERT_DIR: certificateFolders } : {}),
  }
}

/** For an archive that is unpacked in /run/cfg. */
export const certificateEntries = ({ caCertificates }: GuestSurroundings): readonly TarEntry[] =>
  caCertificates.length === 0
    ? []
    : [
        { name: 'ca/', mode: 0o755 },
        ...caCertificates.map((content, n) => ({
          name: `ca/${n}.pem`,
          mode: 0o644,
          content: `${content}\n`,
        })),
      ]

function proxyVariables(
  { http, https, noProxy }: ProxyAddresses,
  loopback: string | undefined,
): Record<string, string> {
  const direct = [...alwaysDirect, ...(noProxy ?? '').split(',')].map((one) => one.trim()).filter(Boolean)
  return {
    ...(http ? { HTTP_PROXY: fromGuest(http, loopback) } : {}),
    ...(https ? { HTTPS_PROXY: fromGuest(https, loopback) } : {}),
    NO_PROXY: [...new Set(direct)].join(','),
  }
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

function fromGuest(address: string, loopback: string | undefined): string {
  if (loopback === undefined || !URL.canParse(address)) return address
  const url = new URL(address)
  if (!loopbackNames.has(url.hostname)) return address
  url.hostname = loopback
  return url.href.replace(/\/$/, '')
}

/** Lines for a shell. Single quotes keep every character; a quote itself ends, is escaped, and begins again. */
export const shellVariables = (variables: Readonly<Record<string, string>>, prefix = ''): string =>
  Object.entries(variables)
    .map(([name, value]) => `${prefix}${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('')
