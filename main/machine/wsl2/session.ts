// The child process that keeps our distribution alive and runs the engine in it, from its start to its end.
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { AppError } from '../../../preload/errors'
import { endsWithin } from '../../base/ends-within'
import { linkAbort } from '../../base/linked-abort'
import { newest, rotate } from '../console-log'
import type { MachineConfig } from '../driver'
import { certificateEntries, guestEnvironment, shellVariables } from '../guest-environment'
import { tar } from '../tar'
import { sharedSocket } from './integrations'
import { windowsAddress } from './windows-names'
import { terminate } from './prepare'
import { scripts, sessionGreeting } from './distribution-scripts'
import type { Prepared, WslMachine } from './wsl-options'

const shutdownDeadlineMs = 40_000
const secret = 0o600

export interface Session {
  /** Resolves with how it ended, whether or not it was asked to. */
  readonly ended: Promise<string>
  /** Runs the work until the session ends, whose error it then has; the work is told to give up. */
  unlessEnded<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /**
   * Ends containers and engine in order, then the distribution; what runs there after this session has ended by itself
   * may be another one, and stays.
   */
  stop(): Promise<void>
  kill(): Promise<void>
  /**
   * Ends in order what this session left in the distribution. False when that is not the one any more in which it ran, or
   * cannot be asked. @throws machine.wsl-*
   */
  endLeft(): Promise<boolean>
}

/** Where the engine listens. */
export interface EnginePlace {
  /** On the loopback of the VM. */
  readonly port: number
  /** For other distributions as well. */
  readonly shared: boolean
  /** Whether the loopback of Windows is the machine's own, as with mirrored networking. */
  readonly mirrored: boolean
}

/** The whole daemon.json: what the machine adds, unless it was chosen. */
export const engineSettings = (chosen: MachineConfig['daemon']): MachineConfig['daemon'] => ({
  // So that --add-host=host.docker.internal:host-gateway means Windows, too.
  'host-gateway-ip': windowsAddress,
  ...chosen,
})

/** Tells the machine its settings and certificates; they stay in its memory. */
export async function configure(
  machine: WslMachine,
  prepared: Prepared,
  { port, shared, mirrored }: EnginePlace,
  signal: AbortSignal,
) {
  const { wsl } = machine
  const config = await machine.config()
  const { credentials } = prepared
  const tls = '/run/cfg/engine'
  const files = `--tlscacert=${tls}/ca.pem --tlscert=${tls}/server-cert.pem --tlskey=${tls}/server-key.pem`
  const sharing = shared ? ` -H unix://${sharedSocket(wsl.distribution)}` : ''
  const listen = `-H tcp://127.0.0.1:${port}${sharing} --tlsverify ${files}`
  const input = tar([
    { name: 'engine/', mode: 0o700 },
    { name: 'engine/ca.pem', content: credentials.authority, mode: secret },
    { name: 'engine/server-cert.pem', content: credentials.serverCertificate, mode: secret },
    { name: 'engine/server-key.pem', content: credentials.serverKey, mode: secret },
    { name: 'daemon.json', content: JSON.stringify(engineSettings(config.daemon)), mode: secret },
    {
      name: 'env',
      content:
        shellVariables({ LISTEN: listen }) +
        shellVariables(guestEnvironment(config, mirrored ? undefined : windowsAddress), 'export '),
      mode: secret,
    },
    ...certificateEntries(config),
  ])
  const { exitCode, output } = await wsl.exec([scripts.configure], { signal, input })
  if (exitCode !== 0)
    throw new AppError('machine.start-failed', {
      params: { program: 'wsl.exe', reason: String(exitCode) },
      detail: output.trim(),
    })
}

/** Resolves when the machine's init is about to run. */
export async function startSession(
  machine: WslMachine,
  systemHash: string,
  signal: AbortSignal,
): Promise<Session> {
  const { wsl, files } = machine
  await rotate(files.console)
  const token = randomUUID()
  const child = wsl.start([scripts.session, systemHash, token])
  const greeted = record(child, files.console)
  const ended = endOf(child)
  const session = sessionOf(machine, child, ended, token)
  try {
    await session.unlessEnded(signal, (either) => unlessAborted(greeted, either))
    return session
  } catch (error) {
    await session.kill()
    throw error
  }
}

function sessionOf(
  { wsl, files }: WslMachine,
  child: ChildProcess,
  ended: Promise<string>,
  token: string,
): Session {
  let over = false
  void ended.then(() => (over = true))
  const failed = ended.then(async (reason) => {
    const detail = (await newest(files.console)).trim().slice(-4000)
    throw new AppError('machine.start-failed', { params: { program: 'wsl.exe', reason }, detail })
  })
  failed.catch(() => {})
  const finish = async (how?: 'in order'): Promise<void> => {
    if (over) return
    if (how) {
      // The end of its input is the request to shut down.
      child.stdin?.end()
      await endsWithin(ended, shutdownDeadlineMs)
    }
    await terminate(wsl)
    child.kill()
    await ended
  }
  return {
    ended,
    unlessEnded: async (signal, work) => {
      const either = linkAbort([signal])
      try {
        const result = work(either.signal)
        result.catch(() => {})
        return await Promise.race([result, failed])
      } finally {
        either.abort()
      }
    },
    stop: () => finish('in order'),
    kill: () => finish(),
    endLeft: async () => (await wsl.exec([scripts.end, token])).exitCode === 0,
  }
}

/** Everything it prints goes into the file; resolves at the greeting. */
function record(child: ChildProcess, file: string): Promise<void> {
  const log = createWriteStream(file, { flags: 'a', mode: secret })
  log.on('error', () => {})
  child.stderr?.pipe(log, { end: false })
  child.stdout?.pipe(log, { end: false })
  child.once('close', () => log.end())
  let text = ''
  return new Promise((resolve) =>
    child.stdout?.on('data', (chunk: Buffer) => {
      if (text.length < 1000) text += chunk.toString('latin1').replaceAll('\0', '')
      if (text.includes(sessionGreeting)) resolve()
    }),
  )
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.stdin?.on('error', () => {})
    child.once('error', (error) => resolve(String(error)))
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })

const unlessAborted = (done: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    void done.then(resolve).finally(() => signal.removeEventListener('abort', onAbort))
  })
