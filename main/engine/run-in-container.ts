// Runs one command in a running container: with input from a stream, to its end, keeping the last of what it prints.
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { PassThrough, type Duplex, type Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type Docker from 'dockerode'
import { tail } from '../base/child'
import { checkContainerId, type Calls } from './calls'

export interface CommandResult {
  readonly exitCode: number
  /** The newest part of both outputs. */
  readonly output: string
}

export interface RunOptions {
  readonly input?: Readable
  readonly signal?: AbortSignal | undefined
  /** Ends the same command before, where somebody was cut off while it ran: it never runs twice at once. */
  readonly alone?: boolean
}

export type RunInContainer = (
  containerId: string,
  command: readonly string[],
  options?: RunOptions,
) => Promise<CommandResult>

const keptBytes = 16 * 1024

/** Leaving ends what it runs, where the container has a shell to do that with. @throws engine.* container.* */
export const createRunInContainer =
  (calls: Calls): RunInContainer =>
  (containerId, command, { input, signal, alone = false } = {}) => {
    checkContainerId(containerId)
    return calls.call({ container: containerId }, async (docker) => {
      const container = docker.getContainer(containerId)
      const kind = markOf(command)
      if (alone) await endEarlier(docker, container, kind, signal)
      const own = `${kind}${randomUUID()}`
      const exec = await container.exec({
        Cmd: [...command],
        Env: [`${markName}=${own}`],
        AttachStdin: input !== undefined,
        AttachStdout: true,
        AttachStderr: true,
      })
      const stream: Duplex = await exec.start({ hijack: true, stdin: input !== undefined })
      const giveUp = (): unknown => stream.destroy(signal?.reason as Error)
      signal?.addEventListener('abort', giveUp, { once: true })
      try {
        signal?.throwIfAborted()
        const output = await exchange(docker, stream, input)
        signal?.throwIfAborted()
        const { ExitCode: exitCode } = await exec.inspect()
        return { exitCode: exitCode ?? -1, output }
      } catch (error) {
        if (signal?.aborted === true) await endOf(container, exec, own).catch(() => {})
        throw error
      } finally {
        signal?.removeEventListener('abort', giveUp)
        stream.destroy()
      }
    })
  }

/** In the environment of what runs: the engine itself has no way to end it. */
const markName = 'PORTSIDE_RUN'
const markOf = (command: readonly string[]): string =>
  `${createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16)}-`

/** Every process with the mark, children included; held first, so that none goes on when what it waits for has ended. */
const killAll = `for signal in STOP KILL; do
  for p in /proc/[0-9]*; do
    tr '\\0' '\\n' <"$p/environ" 2>/dev/null | grep -q "^${markName}=$1" && kill -$signal "\${p#/proc/}"
  done
done
true`
const pollMs = 200
const endMs = 5_000

async function kill(container: Docker.Container, mark: string): Promise<void> {
  const exec = await container.exec({ Cmd: ['sh', '-c', killAll, 'sh', mark], User: '0', AttachStdout: true })
  const stream: Duplex = await exec.start({ hijack: true })
  stream.resume()
  await finished(stream, { writable: false })
}

/** Where there is no shell, it is only waited for a moment. */
async function endOf(container: Docker.Container, exec: Docker.Exec, mark: string): Promise<void> {
  const before = Date.now() + endMs
  while ((await exec.inspect()).Running && Date.now() < before) {
    await kill(container, mark).catch(() => {})
    await wait(pollMs)
  }
}

/** Ends what runs with this mark, and waits for the end of what cannot be ended. */
async function endEarlier(
  docker: Docker,
  container: Docker.Container,
  kind: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { ExecIDs: ids } = (await container.inspect()) as { readonly ExecIDs?: readonly string[] | null }
  if ((ids ?? []).length === 0) return
  await kill(container, kind).catch(() => {})
  for (const id of ids ?? []) {
    const exec = docker.getExec(id)
    const isOurs = async (): Promise<boolean> => {
      const seen = await exec.inspect().catch(() => undefined)
      return seen?.Running === true && commandMark(seen) === kind
    }
    while (await isOurs()) await wait(pollMs, undefined, signal ? { signal } : {})
  }
}

/** As the engine tells it: the program, then its arguments. */
function commandMark({ ProcessConfig: config }: Docker.ExecInspectInfo): string {
  const { entrypoint, arguments: rest } = config as {
    readonly entrypoint: string
    readonly arguments?: readonly string[] | null
  }
  return markOf([entrypoint, ...(rest ?? [])])
}

async function exchange(docker: Docker, stream: Duplex, input: Readable | undefined): Promise<string> {
  const both = new PassThrough()
  const read = tail(both, keptBytes)
  docker.modem.demuxStream(stream, both, both)
  const ended = finished(stream, { writable: false })
  if (input)
    // A command that does not want all of its input closes it; its exit code tells whether that was right.
    await Promise.race([pipeline(input, stream, { end: true }).catch(() => {}), ended])
  await ended
  return read()
}
