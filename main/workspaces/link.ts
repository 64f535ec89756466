// Links that open a workspace, `portside://open?url=…` and `portside://open?file=…`: anybody can make one.
import { isAbsolute } from 'node:path'
import { BlockList, isIP } from 'node:net'
import { AppError } from '../../preload/errors'
import type { WorkspaceSource } from '../../preload/model'

const longestLink = 2_048

const bad = (reason: string, subject: string): AppError =>
  new AppError('workspace.bad-link', {
    params: { subject: subject.length > 120 ? `${subject.slice(0, 120)}…` : subject },
    detail: `${reason}: ${subject.slice(0, 300)}`,
  })

/** What the link leads to. Nothing is asked or fetched. @throws workspace.bad-link */
export function readWorkspaceLink(link: string): WorkspaceSource {
  if (link.length > longestLink) throw bad('too-long', link)
  const url = parse(link)
  if (url.protocol !== 'portside:' || url.hostname !== 'open' || !['', '/'].includes(url.pathname))
    throw bad('not-ours', link)
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '')
    throw bad('not-ours', link)
  const names = [...url.searchParams.keys()]
  const [name] = names
  if (names.length !== 1 || (name !== 'url' && name !== 'file')) throw bad('parameters', link)
  const value = url.searchParams.get(name) ?? ''
  return name === 'url' ? { kind: 'link', url: remote(value) } : localSource(value)
}

/** Only https, only public names, nothing that carries a login: a link must not make this computer ask its own network. */
function remote(text: string): string {
  const url = parse(text)
  if (url.protocol !== 'https:') throw bad('not-https', text)
  if (url.username !== '' || url.password !== '') throw bad('login', url.hostname)
  if (!isPublicHost(url.hostname)) throw bad('private-host', url.hostname)
  url.hash = ''
  return url.href
}

function localSource(path: string): WorkspaceSource {
  // Windows takes \\server\share from the network, with the person's login.
  if (/^(\\\\|\/\/)/.test(path)) throw bad('network-path', path)
  if (/\p{Cc}/u.test(path) || !(isAbsolute(path) || /^[a-z]:[\\/]/i.test(path)))
    throw bad('not-absolute', path)
  if (/\.portside$/i.test(path)) return { kind: 'archive', path }
  if (/\.ya?ml$/i.test(path)) return { kind: 'file', path }
  throw bad('not-a-workspace', path)
}

function parse(text: string): URL {
  if (/[\p{Cc}\s]/u.test(text)) throw bad('characters', text)
  try {
    return new URL(text)
  } catch {
    throw bad('no-address', text)
  }
}

/** Not for the public Internet: RFC 6890 and its successors. */
const privateAddresses = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(net, bits, 'ipv6')

/** Also of an address that a name turned out to have. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPublicAddress(mapped)
  // Any other address that carries an IPv4 one in hexadecimal is taken for a private one.
  if (/^::ffff:/i.test(address)) return false
  return !privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0) return isPublicAddress(host)
  return (
    host.includes('.') && !/(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid)$/i.test(host)
  )
}
