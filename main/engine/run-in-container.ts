// Runs one command in a running container: with input from a stream, to its end, keeping the last of what it prints.
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

export type RunInContainer = (
  containerId: string,
  command: readonly string[],
  options?: { readonly input?: Readable; readonly signal?: AbortSignal | undefined },
) => Promise<CommandResult>

const keptBytes = 16 * 1024

/** Leaving closes its input and stops listening; the engine has no way to end what it runs. @throws engine.* container.* */
export const createRunInContainer =
  (calls: Calls): RunInContainer =>
  (containerId, command, { input, signal } = {}) => {
    checkContainerId(containerId)
    return calls.call({ container: containerId }, async (docker) => {
      const exec = await docker.getContainer(containerId).exec({
        Cmd: [...command],
        AttachStdin: input !== undefined,
        AttachStdout: true,
        AttachStderr: true,
      })
      const stream: Duplex = await exec.start({ hijack: true, stdin: input !== undefined })
      const giveUp = (): unknown => stream.destroy(signal?.reason as Error)
      signal?.addEventListener('abort', giveUp, { once: true })
      try {
        const output = await exchange(docker, stream, input)
        signal?.throwIfAborted()
        const { ExitCode: exitCode } = await exec.inspect()
        return { exitCode: exitCode ?? -1, output }
      } finally {
        signal?.removeEventListener('abort', giveUp)
        stream.destroy()
      }
    })
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
