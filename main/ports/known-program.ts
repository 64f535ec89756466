// Recognises programs that often hold ports, so that they can be called by the name that people know.
import type { KnownProgram } from '../../preload/model'
import type { Listener } from './listener'

type Asked = Pick<Listener, 'port' | 'process' | 'pid' | 'command' | 'services'>

interface Rule {
  readonly known: KnownProgram
  readonly process: RegExp
  /** Must be found in the command line as well, where it is known. */
  readonly command?: RegExp
  readonly ports?: readonly number[]
}

/** The first that fits. Names as the systems print them: with `.exe`, or cut to 15 characters by Linux. */
const rules: readonly Rule[] = [
  { known: 'airplay', process: /^ControlCe(?:nter)?$/, ports: [5000, 7000] },
  { known: 'airplay', process: /^AirPlayXPCHelper$/ },
  { known: 'iis', process: /^(?:w3wp|inetinfo|iisexpress)$/i },
  { known: 'mysql', process: /^(?:mysqld(?:-nt)?|mariadbd)$/i },
  { known: 'postgresql', process: /^(?:postgres|postmaster)$/i },
  { known: 'redis', process: /^(?:redis-server|valkey-server)$/i },
  { known: 'mongodb', process: /^mongod$/i },
  { known: 'sql-server', process: /^sqlservr$/i },
  { known: 'docker-desktop', process: /^(?:com\.docker\.\S*|vpnkit\S*|Docker Desktop.*)$/i },
  { known: 'rancher-desktop', process: /^(?:rancher-desktop|Rancher Desktop|host-switch)$/i },
  { known: 'orbstack', process: /^(?:OrbStack(?: Helper)?|orbstack)$/i },
  { known: 'portside', process: /^(?:gvproxy)$/i, command: /portside/i },
  { known: 'podman', process: /^(?:gvproxy|win-sshproxy|podman)$/i, command: /podman/i },
  { known: 'lima', process: /^(?:limactl|colima)$/i },
  { known: 'wsl-relay', process: /^wslrelay$/i },
]

/** Most programs are none of these: one look tells that of thousands of listeners. */
const maybeKnown = new RegExp(rules.map(({ process }) => process.source).join('|'), 'i')

/** Undefined for all others, which go by their own name. */
export function knownProgram({
  port,
  process = '',
  pid,
  command,
  services,
}: Asked): KnownProgram | undefined {
  // The kernel holds ports for http.sys: IIS, and whatever else serves HTTP through Windows itself.
  if (pid === 4 && process === 'System') return [139, 445].includes(port) ? 'windows-files' : 'windows-web'
  if (services?.includes('iphlpsvc')) return 'windows-portproxy'
  const name = process.replace(/\.exe$/i, '')
  if (!maybeKnown.test(name)) return undefined
  return rules.find(
    (rule) =>
      rule.process.test(name) &&
      (rule.ports?.includes(port) ?? true) &&
      (rule.command === undefined || (command !== undefined && rule.command.test(command))),
  )?.known
}

/** As English texts for terminals and logs call them; the window has its own. */
export const knownNames: Readonly<Record<KnownProgram, string>> = {
  airplay: 'AirPlay Receiver',
  iis: 'IIS',
  mysql: 'MySQL',
  postgresql: 'PostgreSQL',
  redis: 'Redis',
  mongodb: 'MongoDB',
  'sql-server': 'SQL Server',
  'docker-desktop': 'Docker Desktop',
  'rancher-desktop': 'Rancher Desktop',
  orbstack: 'OrbStack',
  podman: 'Podman',
  lima: 'Lima',
  portside: 'Portside',
  'wsl-relay': 'WSL',
  'windows-web': 'the web server of Windows',
  'windows-files': 'the file sharing of Windows',
  'windows-portproxy': 'a port proxy of Windows',
}
