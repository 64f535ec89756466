// vfkit's control: a small HTTP API on a Unix socket.
import { z } from 'zod'
import { httpOnce } from '../unix-http'

const deadlineMs = 10_000

const stateShape = z.object({ state: z.string() })
/** Of all devices, only the terminal's name matters; others have other members. */
const inspectShape = z.object({ devices: z.array(z.looseObject({ ptyName: z.string().optional() })) })

export type StateChange = 'Pause' | 'Resume' | 'Stop' | 'HardStop'

export async function readState(socket: string): Promise<string> {
  return stateShape.parse(JSON.parse(await call(socket, '/vm/state'))).state
}

/** @throws Error with vfkit's words, e.g. when the VM is in a state that does not allow it */
export async function changeState(socket: string, state: StateChange): Promise<void> {
  await call(socket, '/vm/state', { state })
}

/** The terminal of the serial port that has one. @throws Error when there is none yet */
export async function readTerminalName(socket: string): Promise<string> {
  const { devices } = inspectShape.parse(JSON.parse(await call(socket, '/vm/inspect')))
  const name = devices.find((device) => device.ptyName)?.ptyName
  if (name === undefined) throw new Error('vfkit tells no terminal for the guest agent')
  return name
}

async function call(socketPath: string, path: string, body?: unknown): Promise<string> {
  const method = body === undefined ? 'GET' : 'POST'
  const signal = AbortSignal.timeout(deadlineMs)
  const answer = await httpOnce({ socketPath, path, method, signal }, body)
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`vfkit ${method} ${path}: ${answer.status} ${answer.body.trim()}`)
  return answer.body
}
