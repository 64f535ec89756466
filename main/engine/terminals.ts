// Terminals in containers: finds a shell, carries its bytes both ways, and ends it when nobody holds it any more.
import { randomUUID } from 'node:crypto'
import type Docker from 'dockerode'
import type { TerminalsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, TerminalEvent } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Log } from '../base/log'
import { linkAbort } from '../base/linked-abort'
import { checkContainerId, type Calls } from './calls'
import { shellOutside, type OpenOutside } from './outside-shell'
import { hangUp, openShell, type OpenShell, type ShellRequest } from './shell'

export interface TerminalsOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  /** Opens `docker` with these arguments in a terminal program of this computer; absent where there are none. */
  readonly openOutside?: OpenOutside | undefined
  /** Of the engine for `docker`, as a URL. */
  readonly endpoint: string
  readonly log: Log
}

export interface Terminals {
  readonly service: TerminalsService
  /** Ends every shell. */
  dispose(): Promise<void>
}

/** What comes within this time goes together, so that a screen full of output is a few messages. */
const batchMs = 4
const batchBytes = 64 * 1024

export function createTerminals(options: TerminalsOptions): Terminals {
  const { calls, log } = options
  const open = new Map<string, OpenShell>()
  const ending = new Set<Promise<void>>()

  const end = async (shell: OpenShell): Promise<void> => {
    try {
      await calls.call({}, (docker) => hangUp(docker, shell))
    } catch (error) {
      log.info('a shell could not be ended', { container: shell.containerId, error: String(error) })
    }
  }
  const endAndRemember = (shell: OpenShell): Promise<void> => {
    const ended = end(shell).finally(() => ending.delete(ended))
    ending.add(ended)
    return ended
  }

  async function* watch(request: ShellRequest, signal?: AbortSignal): AsyncGenerator<TerminalEvent, void> {
    const container = nameOf(options, request.containerId)
    const shell = await openIn(options, request, signal)
    const terminalId = randomUUID()
    // A reader that waits for output learns of the abort by the end of the stream.
    const giveUp = linkAbort([signal])
    giveUp.signal.addEventListener('abort', () => shell.stream.destroy(), { once: true })
    open.set(terminalId, shell)
    let over = false
    try {
      if (signal?.aborted) return
      yield { kind: 'opened', terminalId, shell: shell.name, user: shell.user }
      yield* output(shell)
      over = true
      const exitCode = await exitCodeOf(shell)
      yield { kind: 'ended', ...(exitCode === undefined ? {} : { exitCode }) }
    } catch (error) {
      if (signal?.aborted) return
      log.info('a terminal was cut off', { container, error: String(error) })
      over = true
      yield { kind: 'ended' }
    } finally {
      giveUp.dispose()
      open.delete(terminalId)
      shell.stream.destroy()
      if (!over) await endAndRemember(shell)
    }
  }

  return {
    service: {
      watchTerminal: ({ signal, ...request }) => {
        checkContainerId(request.containerId)
        return watch(request, signal)
      },
      write: async ({ terminalId, data }) => {
        const stream = open.get(terminalId)?.stream
        if (!stream?.writable) return
        await new Promise<void>((resolve) => stream.write(data, () => resolve()))
      },
      resize: async ({ terminalId, columns, rows }) => {
        const shell = open.get(terminalId)
        if (shell) await resizeOpen(shell, columns, rows)
      },
      openOutside: (asked) => showOutside(options, asked, (shell) => void endAndRemember(shell)),
    },
    dispose: async () => {
      const shells = [...open.values()]
      await Promise.all(shells.map(endAndRemember))
      for (const shell of shells) shell.stream.destroy()
      await Promise.all(ending)
    },
  }
}

const nameOf = ({ containers }: TerminalsOptions, id: string): string =>
  containers.get(id)?.name ?? id.slice(0, 12)

function openIn(
  options: TerminalsOptions,
  request: ShellRequest,
  signal: AbortSignal | undefined,
): Promise<OpenShell> {
  const container = nameOf(options, request.containerId)
  const asked = { container, ...(request.user === undefined ? {} : { user: request.user }) }
  return options.calls.call(asked, (docker) => openShell(docker, request, container, signal))
}

async function showOutside(
  options: TerminalsOptions,
  { containerId, user, signal }: Parameters<TerminalsService['openOutside']>[0],
  leave: (shell: OpenShell) => void,
): Promise<void> {
  checkContainerId(containerId)
  if (!options.openOutside) throw new AppError('host.no-terminal')
  const request = { containerId, columns: 80, rows: 24, ...(user === undefined ? {} : { user }) }
  // Opened once here, so that it is the same shell, and that what stands in its way is told here.
  const shell = await openIn(options, request, signal)
  shell.stream.destroy()
  leave(shell)
  const title = nameOf(options, containerId)
  const args = await options.calls.call({ container: title }, (docker) =>
    shellOutside(docker.getContainer(containerId), shell, options.endpoint),
  )
  signal?.throwIfAborted()
  await options.openOutside({ title, args })
}

async function* output(shell: OpenShell): AsyncGenerator<TerminalEvent, void> {
  if (shell.first.length > 0) yield { kind: 'output', data: shell.first }
  const { reader } = shell
  for (;;) {
    let chunk = await reader.next()
    const chunks: Buffer[] = []
    const end = performance.now() + batchMs
    for (let size = 0; chunk !== 'end' && chunk !== 'later' && size < batchBytes;) {
      chunks.push(chunk)
      size += chunk.length
      chunk = size < batchBytes ? await reader.next(end - performance.now()) : 'later'
    }
    if (chunks.length > 0) yield { kind: 'output', data: new Uint8Array(Buffer.concat(chunks)) }
    if (chunk === 'end') return
  }
}

/** Unknown once the engine has forgotten the shell, as it does when the container ends. */
async function exitCodeOf({ exec }: OpenShell): Promise<number | undefined> {
  try {
    const info: Docker.ExecInspectInfo = await exec.inspect()
    return info.ExitCode ?? undefined
  } catch {
    return undefined
  }
}

/** A shell that ended meanwhile has no size. */
async function resizeOpen({ exec, stream }: OpenShell, columns: number, rows: number): Promise<void> {
  try {
    await exec.resize({ w: columns, h: rows })
  } catch (error) {
    if (!stream.destroyed && !stream.readableEnded) throw error
  }
}
