// Starts the best shell that a container has, and ends it again: the engine itself leaves it running for ever.
import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import { until } from '../base/until'
import { statusOf } from './engine-words'
import { createStreamReader, type StreamReader } from './stream-reader'

export interface ShellRequest {
  readonly containerId: string
  /** In characters. */
  readonly columns: number
  readonly rows: number
  readonly user?: string
}

export interface OpenShell {
  readonly containerId: string
  readonly exec: Docker.Exec
  readonly stream: Duplex
  /** The one reader of the stream: a second would miss its end. */
  readonly reader: StreamReader
  readonly name: string
  readonly user: string
  /** In the container's own counting. */
  readonly pid: number
  /** What it wrote while it was being opened. */
  readonly first: Uint8Array
  /** As it was asked for: who may end it. */
  readonly asUser: string | undefined
  /** What opens such a shell again. */
  readonly command: readonly string[]
}

/** An operating system command that no terminal knows, so that nothing else writes it. */
// oxlint-disable-next-line no-control-regex -- control characters are what sets it apart
const announcement = /\u001b\]697;(\d+);(\w+);([^\u0007]*)\u0007/
/** The announcement stands at the start; a shell that wrote this much before it is not ours. In bytes. */
const longestPreface = 4096

/** LANG lets shells take letters of every script; a container that sets its own keeps it. */
const script = `LANG=\${LANG:-C.UTF-8}; export LANG
u=$(id -un 2>/dev/null) || u=$(id -u 2>/dev/null)
for s in bash zsh ash sh; do
  if command -v "$s" >/dev/null 2>&1; then
    printf '\\033]697;%s;%s;%s\\007' "$$" "$s" "$u"
    exec "$s"
  fi
done
exit 127`

/** What programs ask for the colours that a terminal of today has. */
export const terminalEnv = ['TERM=xterm-256color', 'COLORTERM=truecolor'] as const

/** What can run the script. The last ones are where images without a system keep a shell for looking around. */
const starters: readonly (readonly string[])[] = [
  ['/bin/sh'],
  ['sh'],
  ['bash'],
  ['/busybox/sh'],
  ['/bin/busybox', 'sh'],
]

/** @throws container.no-shell, container.unknown-user, or the engine's refusal */
export async function openShell(
  docker: Docker,
  request: ShellRequest,
  container: string,
  signal: AbortSignal | undefined,
): Promise<OpenShell> {
  let words = ''
  for (const starter of starters) {
    signal?.throwIfAborted()
    const attempt = await begin(docker, request, starter)
    if ('shell' in attempt) {
      await attempt.shell.exec.resize({ w: request.columns, h: request.rows }).catch(() => {
        // It ended at once; the stream tells.
      })
      return attempt.shell
    }
    words = attempt.words
    if (/unable to find user|no matching entries in passwd/i.test(words))
      throw new AppError('container.unknown-user', {
        params: { container, user: request.user ?? '' },
        detail: words,
      })
  }
  throw new AppError('container.no-shell', { params: { container }, detail: words })
}

type Attempt = { readonly shell: OpenShell } | { readonly words: string }

async function begin(docker: Docker, request: ShellRequest, starter: readonly string[]): Promise<Attempt> {
  const { containerId, user } = request
  const exec = await docker.getContainer(containerId).exec({
    Cmd: [...starter, '-c', script],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    Env: [...terminalEnv],
    ...(user === undefined ? {} : { User: user }),
  })
  let stream: Duplex
  try {
    stream = await exec.start({ hijack: true, stdin: true, Tty: true })
  } catch (error) {
    // Newer engines refuse before they hand the connection over, older ones write the reason into it.
    if (isMissing(error)) return { words: String((error as Error).message) }
    throw error
  }
  stream.on('error', () => stream.destroy())
  const reader = createStreamReader(stream)
  const { text, bytes } = await preface(reader)
  const found = text.match(announcement)
  if (!found) {
    stream.destroy()
    return { words: text.trim() }
  }
  const at = (found.index ?? 0) + found[0].length
  return {
    shell: {
      containerId,
      exec,
      stream,
      reader,
      pid: Number(found[1]),
      name: found[2] ?? 'sh',
      user: Buffer.from(found[3] ?? '', 'latin1').toString(),
      first: new Uint8Array(bytes.subarray(at)),
      asUser: user,
      // A shell that stands outside of PATH is found in its place only.
      command: starter[0]?.includes('busybox') ? starter : [found[2] ?? 'sh'],
    },
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  /executable file not found|no such file or directory|unable to find user|permission denied/i.test(
    error.message,
  )

/** Everything up to the announcement, or to the end of what could not start. */
async function preface(reader: StreamReader): Promise<{ text: string; bytes: Buffer }> {
  let bytes: Buffer = Buffer.alloc(0)
  for (;;) {
    const chunk = await reader.next()
    if (chunk !== 'end' && chunk !== 'later') bytes = Buffer.concat([bytes, chunk])
    // Byte for character, so that an index into the text is one into the bytes.
    const text = bytes.toString('latin1')
    if (chunk === 'end' || announcement.test(text) || bytes.length > longestPreface) return { text, bytes }
  }
}

const toldDeadlineMs = 5_000
const endDeadlineMs = 2_000
/** A busy engine fails to run the first one now and then, and a shell that stays would stay for ever. */
const hangUpTurns = 3

/**
 * Sends the shell what a closed terminal sends; it passes it on to what runs in it. Resolves when the shell has ended.
 * @throws when it would not, or could not be told
 */
export async function hangUp(docker: Docker, shell: OpenShell): Promise<void> {
  for (let turn = 1; ; turn++) {
    try {
      if (!(await tellHangUp(docker, shell))) return
      await until(async () => ((await isRunning(shell.exec)) ? undefined : true), {
        deadlineMs: endDeadlineMs,
        waitingFor: 'the shell to end',
        everyMs: 20,
      })
      return
    } catch (error) {
      // 404: the container is gone, and all that ran in it.
      if (turn === hangUpTurns || statusOf(error) === 404) throw error
    }
  }
}

/** False when there is no such process any more. */
async function tellHangUp(docker: Docker, shell: OpenShell): Promise<boolean> {
  const exec = await docker.getContainer(shell.containerId).exec({
    Cmd: [shell.name, '-c', `kill -HUP ${shell.pid}`],
    ...(shell.asUser === undefined ? {} : { User: shell.asUser }),
  })
  // An answer that nobody reads would hold its connection.
  ;(await exec.start({ Detach: true })).resume()
  await until(async () => ((await isRunning(exec)) ? undefined : true), {
    deadlineMs: toldDeadlineMs,
    waitingFor: 'the shell to be told',
    everyMs: 20,
  })
  return (await exec.inspect()).ExitCode === 0
}

const isRunning = async (exec: Docker.Exec): Promise<boolean> => (await exec.inspect()).Running
