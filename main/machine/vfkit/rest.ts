// vfkit's control: a small HTTP API on a Unix socket.
import { z } from 'zod'
import { httpOnce } from '../unix-http'

const deadlineMs = 10_000

const stateShape = z.object({ state: z.string() })

export type StateChange = 'Pause' | 'Resume' | 'Stop' | 'HardStop'

export async function readState(socket: string): Promise<string> {
  return stateShape.parse(JSON.parse(await call(socket, '/vm/state'))).state
}

/** @throws Error with vfkit's words, e.g. when the VM is in a state that does not allow it */
export async function changeState(socket: string, state: StateChange): Promise<void> {
  await call(socket, '/vm/state', { state })
}

async function call(socketPath: string, path: string, body?: unknown): Promise<string> {
  const method = body === undefined ? 'GET' : 'POST'
  const signal = AbortSignal.timeout(deadlineMs)
  const answer = await httpOnce({ socketPath, path, method, signal }, body)
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`vfkit ${method} ${path}: ${answer.status} ${answer.body.trim()}`)
  return answer.body
}
