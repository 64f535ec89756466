// What `portside containers run` is told, as the request that the window's form makes.
import { bytesOf } from '../../preload/amounts'
import { AppError } from '../../preload/errors'
import type { PortBinding, RunRequest } from '../../preload/model'
import { readRange } from '../../preload/port-range'

export const runUsage = `  run: options, each as often as needed: name=web port=8080:80 port=127.0.0.1:8000-8010:80/udp env=KEY=value
    volume=data:/var/lib/data folder=/code:/app folder=/code:/app:ro network=shop label=key=value memory=512m cpus=1.5
    restart=no|on-failure|unless-stopped|always user=1000 workdir=/app hostname=web; words after "command" are its program`

const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const

/** @throws TypeError for another word */
export function policyOf(word: string): RunRequest['restart'] {
  const policy = policies.find((one) => one === word)
  if (policy === undefined) throw new TypeError(`restart is one of ${policies.join(', ')}`)
  return policy
}

/** @throws TypeError for an option that is none; port.bad-port */
export function runRequestOf([image = '', ...options]: readonly string[]): RunRequest {
  const end = options.indexOf('command')
  const given = (end < 0 ? options : options.slice(0, end)).map(optionOf)
  const all = (name: string): readonly string[] =>
    given.filter((one) => one.name === name).map(({ value }) => value)
  const last = (name: string): string | undefined => all(name).at(-1)
  const text = (name: string, as: 'user' | 'workingDir' | 'hostname' | 'name'): Partial<RunRequest> => {
    const value = last(name)
    return value === undefined ? {} : { [as]: value }
  }
  const [memory, cpus] = [last('memory'), last('cpus')]
  return {
    image,
    ...text('name', 'name'),
    ports: all('port').map(bindingOf),
    env: all('env').map(pairOf),
    volumes: all('volume').map((value) => {
      const { source, path } = mountOf(value)
      return { name: source, path }
    }),
    folders: all('folder').map(mountOf),
    networks: all('network'),
    labels: all('label').map(pairOf),
    restart: policyOf(last('restart') ?? 'no'),
    ...text('user', 'user'),
    ...text('workdir', 'workingDir'),
    ...text('hostname', 'hostname'),
    ...(memory === undefined ? {} : { memoryBytes: numberOf('memory', bytesOf(memory)) }),
    ...(cpus === undefined ? {} : { cpus: numberOf('cpus', Number(cpus)) }),
    ...(end < 0 ? {} : { command: options.slice(end + 1) }),
  }
}

const names = new Set(
  'name port env volume folder network label memory cpus restart user workdir hostname'.split(' '),
)

function optionOf(word: string): { readonly name: string; readonly value: string } {
  const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(word) ?? []
  if (!names.has(name)) throw new TypeError(`unknown option of run: ${word}\n${runUsage}`)
  return { name, value }
}

function numberOf(name: string, value: number | undefined): number {
  if (value === undefined || !(value > 0)) throw new TypeError(`${name} takes a number above 0`)
  return value
}

const pairOf = (text: string): { readonly name: string; readonly value: string } => {
  const at = text.indexOf('=')
  if (at < 1) throw new TypeError(`${text}: name=value is missing`)
  return { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** A drive's colon belongs to the folder. */
function mountOf(text: string): {
  readonly source: string
  readonly path: string
  readonly readOnly: boolean
} {
  const [, source = '', path = '', mode] =
    /^((?:[A-Za-z]:[\\/])?[^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(text) ?? []
  if (path === '') throw new TypeError(`${text}: name:/path is missing`)
  return { source, path, readOnly: mode === 'ro' }
}

/** As Docker writes it: `80`, `8080:80`, `8000-8010:80`, `127.0.0.1:8080:80/udp`. */
function bindingOf(text: string): PortBinding {
  const [, ipv4, host = '', inside = '', protocol = 'tcp'] =
    /^(?:(?:(\d+\.\d+\.\d+\.\d+):)?([\d-]*):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? []
  const hostRange = readRange(host)
  const hostPort = host === '' || hostRange ? 0 : Number(host)
  const containerPort = Number(inside)
  const fits = (port: number): boolean => Number.isInteger(port) && port <= 65_535
  if (inside === '' || containerPort < 1 || !fits(containerPort) || !fits(hostPort) || /^0+$/.test(host))
    throw new AppError('port.bad-port', { params: { port: text.slice(0, 80) } })
  return {
    hostAddress: ipv4 ?? '0.0.0.0',
    hostPort,
    containerPort,
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    ...(hostRange ? { hostRange } : {}),
  }
}
