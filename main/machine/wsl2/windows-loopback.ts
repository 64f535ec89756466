// Lets containers reach programs that listen on Windows, also those at 127.0.0.1 alone. Packets from the machine would
// reach neither these nor anything that Windows' firewall keeps for itself, so the app makes each connection.
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../preload/errors'
import { exited } from '../../base/child'
import { destroyWhenWritten } from '../../base/destroy-when-written'
import { endsWithin } from '../../base/ends-within'
import { linkAbort } from '../../base/linked-abort'
import type { Log } from '../../base/log'
import { lineSplitter } from '../line-splitter'
import { questionIs } from '../question-match'
import { scripts } from './distribution-scripts'
import { endsAtMark } from './end-mark'
import { execInMachine } from './guest-requests'
import { windowsAddress, windowsNames } from './windows-names'
import type { Wsl } from './wsl-program'

const startDeadlineMs = 15_000
const endDeadlineMs = 3_000
/** Windows tries a port that nobody has for about two seconds. */
const connectDeadlineMs = 10_000
/** All distributions share one network, so somebody may have the first one. */
const tries = 3
const ports = { from: 32_000, to: 32_700 }
const pausesMs = { first: 1_000, most: 60_000 }
const loopbacks = ['127.0.0.1', '::1']

export interface WindowsLoopback {
  stop(): Promise<void>
}

interface Options {
  readonly wsl: Wsl
  /** Where the engine itself listens, which is not for containers. */
  readonly enginePort: number
  readonly log: Log
}

/** Resolves when containers reach Windows; from then on it is kept so. @throws machine.wsl-windows-unreachable */
export async function openWindowsLoopback(options: Options, signal: AbortSignal): Promise<WindowsLoopback> {
  const { log } = options
  const stopping = new AbortController()
  let current = await listen(options, signal)
  if (signal.aborted) await end(current)
  signal.throwIfAborted()
  const keep = async (): Promise<void> => {
    for (let pauseMs = pausesMs.first; ; pauseMs = Math.min(pauseMs * 2, pausesMs.most)) {
      await exited(current)
      await delay(pauseMs, undefined, { signal: stopping.signal })
      try {
        current = await listen(options, stopping.signal)
        if (stopping.signal.aborted) await end(current)
        pauseMs = pausesMs.first / 2
      } catch (error) {
        if (!stopping.signal.aborted) log.warn('containers do not reach Windows', { why: String(error) })
      }
    }
  }
  const kept = keep().catch(() => {})
  return {
    stop: async () => {
      stopping.abort()
      await end(current)
      await kept
    },
  }
}

/** The end of its input is the request to leave nothing in the network. */
async function end(listener: ChildProcess): Promise<void> {
  listener.stdin?.end()
  if (await endsWithin(exited(listener), endDeadlineMs)) return
  listener.kill()
  await exited(listener)
}

/** What leads to the listener inside: connections to the address, and questions for its names. */
export function windowsRules(port: number): string {
  const to = `dnat to ${windowsAddress}:${port}`
  const connections = [
    `ip daddr ${windowsAddress} tcp dport != ${port} update @asked { ip saddr . tcp sport : tcp dport } ${to}`,
  ]
  const questions = windowsNames.map(
    (name) => `udp dport 53 ${questionIs(name.split('.'))} dnat to ${windowsAddress}:53`,
  )
  // Before Docker's own rules (priority -100), for which the address is one of the machine's.
  const chain = (hook: string, rules: readonly string[]): string =>
    `chain ${hook} {\ntype nat hook ${hook} priority -110; policy accept;\n${rules.join('\n')}\n}\n`
  return [
    // Made before it is removed, so that removing succeeds also when there was none.
    'table ip portside-windows\ndelete table ip portside-windows\ntable ip portside-windows {\n',
    'map asked {\ntype ipv4_addr . inet_service : inet_service\nsize 65535\nflags dynamic,timeout\ntimeout 1m\n}\n',
    chain('prerouting', [...connections, ...questions]),
    chain('output', connections),
    '}\n',
  ].join('')
}

async function listen(options: Options, signal: AbortSignal): Promise<ChildProcess> {
  let why = ''
  for (let tried = 0; tried < tries; tried += 1) {
    const port = randomInt(ports.from, ports.to)
    const command = `nft -f - <<'RULES'\n${windowsRules(port)}RULES\n`
    const { exitCode, output } = await execInMachine(options.wsl, command, signal)
    if (exitCode === 0) {
      const program = [scripts.windows, 'listen', windowsAddress, String(port), ...windowsNames]
      const child = options.wsl.start(program)
      const said = await answers(child, options, signal)
      if (said === undefined) return child
      why = said
    } else why = output.trim()
  }
  throw new AppError('machine.wsl-windows-unreachable', { detail: why })
}

/** Undefined when it listens, otherwise what it said before it ended. */
async function answers(
  child: ChildProcess,
  options: Options,
  signal: AbortSignal,
): Promise<string | undefined> {
  let said = ''
  const ready = new Promise<true>((resolve) => {
    const take = (line: string): void => {
      if (line === 'ready') resolve(true)
      else answerQuestion(line, child, options)
    }
    const split = lineSplitter(take, () => child.kill())
    child.stdout?.setEncoding('utf8').on('data', split)
  })
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (said = `${said}${part}`.slice(-2_000)))
  child.stdin?.on('error', () => {})
  const failed = new Promise<false>((resolve) =>
    child.once('error', (error) => {
      said = String(error)
      resolve(false)
    }),
  )
  const limit = linkAbort([signal], startDeadlineMs)
  const over = new Promise<false>((resolve) =>
    limit.signal.addEventListener('abort', () => resolve(false), { once: true }),
  )
  const up = await Promise.race([ready, failed, exited(child).then(() => false), over])
  limit.dispose()
  if (up) return undefined
  child.kill()
  signal.throwIfAborted()
  return said.trim() || 'no answer'
}

/** `ID PORT`: a connection inside waits for this port of Windows. */
function answerQuestion(line: string, child: ChildProcess, { wsl, enginePort }: Options): void {
  const [id = '', text = ''] = line.split(' ')
  const port = Number(text)
  if (!/^\d+$/.test(id) || !(port > 0 && port <= 65_535)) return
  const refuse = (): void => void child.stdin?.write(`no ${id}\n`)
  if (port === enginePort) return refuse()
  reach(port).then((socket) => join(wsl, id, socket), refuse)
}

/** The first address at which somebody answers. */
async function reach(port: number): Promise<Socket> {
  let last: unknown
  for (const host of loopbacks) {
    try {
      return await connectTo(host, port)
    } catch (error) {
      last = error
    }
  }
  throw last
}

const connectTo = (host: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), connectDeadlineMs)
    socket.once('error', reject).once('connect', () => {
      clearTimeout(timer)
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('close', () => clearTimeout(timer))
  })

/** One wsl.exe carries one connection. What the container ends is ended here, and the other way round. */
function join(wsl: Wsl, id: string, socket: Socket): void {
  const mark = randomBytes(16).toString('hex')
  const child = wsl.start([scripts.windows, 'join', id, mark])
  const { stdin, stdout, stderr } = child
  socket.on('error', () => {})
  if (!stdin || !stdout) return void socket.destroy()
  stderr?.resume()
  child.once('error', () => socket.destroy())
  child.once('close', () => destroyWhenWritten(socket))
  pipeline(stdout, endsAtMark(Buffer.from(mark)), socket, (error) => {
    if (error) socket.destroy()
  })
  pipeline(socket, stdin, () => {})
  // Whoever has closed both directions, or broken off, needs nobody inside.
  socket.once('close', () => stdin.end())
}
