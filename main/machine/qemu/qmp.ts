// QEMU's control channel (QMP): JSON commands and answers, one per line.
import { openLineSocket } from '../line-socket'
import { pendingRequests } from '../pending-requests'

const commandDeadlineMs = 10_000
const closedText = 'QEMU closed its control channel'

interface Message {
  readonly QMP?: unknown
  readonly id?: number
  readonly return?: unknown
  readonly error?: { readonly class: string; readonly desc: string }
}

export interface Qmp {
  /** @throws Error with QEMU's words, or when no answer comes within 10 s */
  execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>
  /** QEMU ended, or let go of the connection: nothing is answered any more. */
  isClosed(): boolean
  close(): void
}

/** One piece of work over a connection of its own. @throws when nothing listens there, or as `work` does */
export async function withQmp<T>(socketPath: string, work: (qmp: Qmp) => Promise<T>): Promise<T> {
  const qmp = await connectQmp(socketPath)
  try {
    return await work(qmp)
  } finally {
    qmp.close()
  }
}

/** Connects and leaves negotiation mode. @throws when nothing listens there */
export async function connectQmp(socketPath: string): Promise<Qmp> {
  const requests = pendingRequests<Message>()
  let closed = false
  const socket = await openLineSocket(socketPath, {
    onLine: (line) => {
      const message = JSON.parse(line) as Message
      if (typeof message.id === 'number') requests.answer(message.id, message)
    },
    onClose: () => {
      closed = true
      requests.failAll(new Error(closedText))
    },
  })
  const execute: Qmp['execute'] = async (command, args = {}) => {
    if (closed) throw new Error(closedText)
    const answer = await requests.ask(`QMP ${command}`, { deadlineMs: commandDeadlineMs }, (id) =>
      socket.write(JSON.stringify({ execute: command, arguments: args, id })),
    )
    if (answer.error) throw new Error(`QMP ${command}: ${answer.error.desc}`)
    return answer.return
  }
  try {
    await execute('qmp_capabilities')
  } catch (error) {
    socket.close()
    throw error
  }
  return { execute, isClosed: () => closed, close: () => socket.close() }
}
