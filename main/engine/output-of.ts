// Runs a small command of a container's own as root, for what it prints.
import { PassThrough, type Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { statusOf } from './engine-words'

/** What a command printed; undefined when it failed or the container cannot run it, for then the archive tells. */
export async function outputOf(
  container: Docker.Container,
  command: string[],
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  let exec: Docker.Exec
  let stream: Duplex
  try {
    exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, User: '0' })
    stream = await exec.start({ hijack: true, stdin: false })
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return undefined
  }
  const out = new PassThrough()
  container.modem.demuxStream(stream, out, new PassThrough().resume())
  stream.on('end', () => out.end())
  stream.on('error', (error) => out.destroy(error))
  const giveUp = (): void => void stream.destroy(signal?.reason as Error)
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    signal?.throwIfAborted()
    const chunks: Buffer[] = []
    for await (const chunk of out) chunks.push(chunk as Buffer)
    signal?.throwIfAborted()
    return (await exec.inspect()).ExitCode === 0 ? Buffer.concat(chunks) : undefined
  } finally {
    signal?.removeEventListener('abort', giveUp)
    stream.destroy()
  }
}
