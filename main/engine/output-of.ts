// Runs a small command of a container's own as root, for what it prints.
import { PassThrough } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type Docker from 'dockerode'
import { statusOf } from './engine-words'

const endMs = 5_000
const pollMs = 20

export interface Ran {
  readonly exitCode: number | null
  readonly output: Buffer
  readonly errors: Buffer
}

/** What a command printed; undefined when it failed or the container cannot run it, for then the archive tells. */
export async function outputOf(
  container: Docker.Container,
  command: string[],
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  try {
    const { exitCode, output } = await runIn(container, command, { signal })
    return exitCode === 0 ? output : undefined
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return undefined
  }
}

/** @throws as Docker does, with a status when the container cannot run it */
export async function runIn(
  container: Docker.Container,
  command: string[],
  { signal, input }: { readonly signal?: AbortSignal | undefined; readonly input?: string } = {},
): Promise<Ran> {
  const stdin = input !== undefined
  const outputs = { AttachStdout: true, AttachStderr: true }
  const exec = await container.exec({ Cmd: command, ...outputs, AttachStdin: stdin, User: '0' })
  const stream = await exec.start({ hijack: true, stdin })
  const out = new PassThrough()
  const errors = new PassThrough()
  container.modem.demuxStream(stream, out, errors)
  stream.on('end', () => [out, errors].forEach((one) => one.end()))
  stream.on('error', (error) => [out, errors].forEach((one) => one.destroy(error)))
  const giveUp = (): void => void stream.destroy(signal?.reason as Error)
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    signal?.throwIfAborted()
    if (stdin) stream.end(input)
    const [output, words] = await Promise.all([whole(out), whole(errors)])
    signal?.throwIfAborted()
    return { exitCode: await codeOf(exec, signal), output, errors: words }
  } finally {
    signal?.removeEventListener('abort', giveUp)
    stream.destroy()
  }
}

/** The engine learns of the end a moment after the outputs have ended. Null when it does not say. */
async function codeOf(exec: Docker.Exec, signal: AbortSignal | undefined): Promise<number | null> {
  for (
    const deadline = performance.now() + endMs;
    ;
    await wait(pollMs, undefined, signal ? { signal } : {})
  ) {
    const { Running: runs, ExitCode: code } = await exec.inspect()
    if (!runs || performance.now() > deadline) return code
  }
}

async function whole(stream: PassThrough): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
