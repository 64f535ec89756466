// Asks an address of this computer until it answers as the team says that it should.
import { request } from 'node:http'
import { connect } from 'node:net'
import { AppError } from '../../preload/errors'
import { DeadlineError, until } from '../base/until'
import type { Answer } from './plan-start'

const patienceMs = 5_000
const everyMs = 200

/** @throws workspace.no-answer */
export async function awaitAnswer(answer: Answer, hostPort: number, signal: AbortSignal): Promise<void> {
  const { path, status, seconds, service } = answer
  let last = ''
  const ask = async (): Promise<true | undefined> => {
    if (path === undefined) return (await connects(hostPort)) ? true : undefined
    const got = await statusOf(hostPort, path)
    last = `HTTP ${got}`
    return (status === undefined ? got < 400 : got === status) ? true : undefined
  }
  try {
    await until(ask, { deadlineMs: seconds * 1_000, everyMs, signal, waitingFor: `${service} to answer` })
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error
    throw new AppError('workspace.no-answer', {
      params: { service, port: hostPort, seconds },
      detail: last === '' && error.cause instanceof Error ? error.cause.message : last,
      cause: error,
    })
  }
}

const statusOf = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: 'localhost', port, path, timeout: patienceMs, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
      answer.once('end', () => asked.destroy())
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer')))
    asked.once('error', reject)
    asked.end()
  })

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port, timeout: patienceMs })
    const end = (found: boolean): void => {
      socket.destroy()
      resolve(found)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
