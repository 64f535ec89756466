// A Python web server that holds a port of this computer, as people leave one running.
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { until } from '../../main/base/until'
import { endChild } from '../../main/base/child'

export interface HeldPort {
  readonly pid: number
  /** Resolves when it has ended by itself or by somebody else. */
  readonly ended: Promise<void>
  end(): Promise<void>
}

/** Listening when it resolves. */
export async function holdPort(port: number, address = '0.0.0.0'): Promise<HeldPort> {
  const child = spawn('python3', ['-m', 'http.server', String(port), '--bind', address], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const host = address === '0.0.0.0' ? '127.0.0.1' : address
  await until(() => (child.exitCode === null ? answers(port, host) : Promise.reject(new Error('it ended'))), {
    deadlineMs: 60_000,
    waitingFor: `python3 to listen on ${address}:${port}`,
  })
  if (child.pid === undefined) throw new Error('python3 was not started')
  return { pid: child.pid, ended, end: () => endChild(child, 5_000) }
}

const answers = (port: number, host: string): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(undefined))
  })

/** A port that is free now, outside of what the system hands out by itself. */
export async function unusedPort(): Promise<number> {
  const { createServer } = await import('node:net')
  for (let port = 20_000 + (process.pid % 500) * 20; port < 32_000; port++) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen({ port, host: '::' }, () => server.close(() => resolve(true)))
    })
    if (free) return port
  }
  throw new Error('no port is free')
}
