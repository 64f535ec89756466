// What the driver suite does to a machine: contexts to start it with, and containers that try things.
import { createSocket } from 'node:dgram'
import { get } from 'node:http'
import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { until } from '../../main/base/until'
import type { Forward, StartContext } from '../../main/machine/driver'
import type { AppError } from '../../preload/errors'
import type { StepId } from '../../preload/model'

/** Runs steps and shows them to nobody; what people should be told goes into `notices`. */
export const freshContext = (
  signal = new AbortController().signal,
  notices: AppError[] = [],
): StartContext => ({
  signal,
  notice: (what) => notices.push(what),
  step: (_id, _waitingFor, work) => work({ signal, progress: () => {}, facts: () => {} }),
})

/** A context that tells when a step has begun. */
export function waitingContext(signal: AbortSignal): {
  readonly context: StartContext
  reached(id: StepId): Promise<void>
} {
  const begun = new Map<StepId, () => void>()
  const plain = freshContext(signal)
  return {
    context: {
      ...plain,
      step: (id, waitingFor, work) => {
        begun.get(id)?.()
        return plain.step(id, waitingFor, work)
      },
    },
    reached: (id) => new Promise((resolve) => begun.set(id, resolve)),
  }
}

/** How a command ended, and what it printed to either of its outputs. */
export interface Ran {
  readonly exitCode: number
  readonly output: string
}

const stepDeadlineMs = 90_000

/** What hangs is named, instead of the test that it hangs in. */
export async function inTime<T>(step: string, work: Promise<T>, withinMs = stepDeadlineMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${withinMs} ms: ${step}`)), withinMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs `sh -c command` to its end and removes the container. */
export async function runInContainer(
  docker: Docker,
  image: string,
  command: string,
  options: { readonly volume?: string; readonly network?: string; readonly binds?: readonly string[] },
): Promise<Ran> {
  const { volume, network, binds = [] } = options
  const creating = docker.createContainer({
    Image: image,
    Cmd: ['sh', '-c', command],
    Tty: true,
    HostConfig: {
      Binds: [...binds, ...(volume === undefined ? [] : [`${volume}:/data`])],
      ...(network === undefined ? {} : { NetworkMode: network }),
    },
  })
  const container = await inTime(`a container is made for ${command}`, creating)
  try {
    await inTime(`the container starts: ${command}`, container.start())
    const ended = container.wait() as Promise<{ StatusCode: number }>
    const { StatusCode } = await inTime(`the container ends: ${command}`, ended)
    const logs = await inTime(`its log: ${command}`, container.logs({ stdout: true, stderr: true }))
    return { exitCode: StatusCode, output: logs.toString().replaceAll('\r\n', '\n') }
  } finally {
    await inTime(`the container goes: ${command}`, container.remove({ force: true, v: true }))
  }
}

/** Runs `sh -c command` in a container that runs. */
export async function execInContainer(container: Docker.Container, command: string): Promise<Ran> {
  const exec = await container.exec({
    Cmd: ['sh', '-c', command],
    Tty: true,
    AttachStdout: true,
    AttachStderr: true,
  })
  const parts: Buffer[] = []
  for await (const part of await exec.start({ hijack: true, stdin: false, Tty: true }))
    parts.push(part as Buffer)
  const { ExitCode } = await exec.inspect()
  return { exitCode: ExitCode ?? -1, output: Buffer.concat(parts).toString().replaceAll('\r\n', '\n') }
}

/** Sends text to `cat` in a container, ends that direction only, and reads what comes back until its end. */
export async function hijackedEcho(docker: Docker, image: string, text: string): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    // The answer begins only after the input has ended, so a connection that closes as a whole loses it.
    Cmd: ['sh', '-c', 'cat > /tmp/all; cat /tmp/all'],
    OpenStdin: true,
    StdinOnce: true,
  })
  try {
    const stream = (await container.attach({
      stream: true,
      stdin: true,
      stdout: true,
      hijack: true,
    })) as unknown as Duplex
    await container.start()
    const output = readDemultiplexed(stream)
    stream.end(text)
    return await output
  } finally {
    await container.remove({ force: true })
  }
}

/** Frames of 8 bytes head (stream, 3 zero, u32 length) and payload: Engine API, "Stream format". */
async function readDemultiplexed(stream: Duplex): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  const all = Buffer.concat(parts)
  const head = 8
  let text = ''
  for (let at = 0; at + head <= all.length;) {
    const length = all.readUInt32BE(at + 4)
    text += all.toString('utf8', at + head, at + head + length)
    at += head + length
  }
  return text
}

/** The body of `GET /` on a port of this computer. */
export const httpText = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/', agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('end', () => resolve(text))
      answer.on('error', reject)
    }).on('error', reject)
  })

/** Sends until the kernel has counted one in the container, where nobody listens. */
export async function datagramArrives(
  container: Docker.Container,
  { address, port }: Forward,
): Promise<void> {
  const counter = `awk '/^Udp: [0-9]/ { print $3 }' /proc/net/snmp`
  const arrived = async (): Promise<number> => Number((await execInContainer(container, counter)).output)
  const before = await arrived()
  const socket = createSocket(address === '::1' ? 'udp6' : 'udp4')
  socket.on('error', () => {})
  const sending = setInterval(() => socket.send('ping', port, address), 200)
  try {
    await until(async () => ((await arrived()) > before ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: `a datagram sent to ${address} in the container`,
    })
  } finally {
    clearInterval(sending)
    socket.close()
  }
}
