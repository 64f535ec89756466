// The rules by which the guest's firewall sends questions for names on: to the server of their domain, or to the main one.
import type { DomainServer } from '../host-resolvers'
import type { NameServer } from '../host-name-servers'
import { questionIs } from '../question-match'
import { gatewayAddress } from './vm-options'

/** Only gvproxy knows these, so questions for them stay with it. */
const ownNames = ['host', 'gateway'].flatMap((name) =>
  ['docker', 'containers'].map((zone) => [name, zone, 'internal']),
)

const targetOf = ({ address, port }: NameServer): string => `${address}:${port}`

/** What the guest's firewall is told; without a server, names are left to gvproxy. */
export function lookupRules(server: NameServer | undefined, domains: readonly DomainServer[] = []): string {
  // Made before it is removed, so that removing succeeds also when there was none.
  const forget = 'table ip portside-names\ndelete table ip portside-names\n'
  if (server === undefined && domains.length === 0) return forget
  const questions = `ip daddr ${gatewayAddress} udp dport 53`
  const rules = [
    ...ownNames.map((labels) => `${questions} ${questionIs(labels)} accept`),
    ...domains.map((one, n) => `${questions} meta mark ${markOf(n)} dnat to ${targetOf(one.server)}`),
    ...(server === undefined
      ? []
      : [
          `${questions} dnat to ${targetOf(server)}`,
          `ip daddr ${gatewayAddress} tcp dport 53 dnat to ${targetOf(server)}`,
        ]),
  ].join('\n')
  const chain = (hook: string): string =>
    `chain ${hook} {\ntype nat hook ${hook} priority -110; policy accept;\n${rules}\n}\n`
  return `${forget}table ip portside-names {\n${chain('prerouting')}${chain('output')}}\n`
}

/** No other mark of Docker's begins so. */
const firstMark = 0x5053_0000
const markOf = (n: number): string => `0x${(firstMark + n).toString(16)}`

/** Behind the headers of IP, UDP and DNS. */
const nameAt = 20 + 8 + 12
const chainName = 'PORTSIDE-NAMES'

/**
 * A shell's commands that mark questions by their domain. nftables compares at fixed places, and a domain ends a name of any
 * length, so this is for iptables, which searches. Of several that fit, the longest is marked last and counts.
 */
export function markCommands(domains: readonly DomainServer[]): string {
  const rules = domains
    .map(({ domain }, n) => ({ labels: domain.split('.'), mark: markOf(n) }))
    .sort((one, other) => one.labels.length - other.labels.length)
    .map(({ labels, mark }) => {
      const match = `-m string --algo bm --icase --from ${nameAt} --hex-string "|${endOfName(labels)}|"`
      return `-A ${chainName} ${match} -j MARK --set-mark ${mark}`
    })
  const table = ['*mangle', `:${chainName} - [0:0]`, ...rules, 'COMMIT', ''].join('\n')
  const which = `-d ${gatewayAddress} -p udp --dport 53 -j ${chainName}`
  const led = ['PREROUTING', 'OUTPUT'].map((hook) => {
    const jump = (verb: string): string => `iptables -w -t mangle -${verb} ${hook} ${which}`
    return `${jump('C')} 2>/dev/null || ${jump('I')} || exit\n`
  })
  return `iptables-restore -w --noflush <<'NAMES' || exit\n${table}NAMES\n${led.join('')}`
}

/** As a question has it (RFC 1035): each label after its length, and an empty one at the end. */
const endOfName = (labels: readonly string[]): string =>
  Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.alloc(1),
  ]).toString('hex')
