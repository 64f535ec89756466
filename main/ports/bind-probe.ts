// Finds out whether a port is free the only sure way: by taking it for a moment.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { isIPv6 } from 'node:net'
import { AppError } from '../../preload/errors'
import type { Protocol } from '../../preload/model'

export type ProbeBind = (protocol: Protocol, address: string, port: number) => Promise<'free' | 'held'>

/** One attempt at a number at a time: two that overlap would tell each other that it is held. */
const attempts = new Map<string, Promise<unknown>>()

/** @throws port.not-permitted, port.bad-address */
export const probeBind: ProbeBind = async (protocol, address, port) => {
  const place = `${protocol}/${port}`
  const attempt = (attempts.get(place) ?? Promise.resolve()).then(() => bindOnce(protocol, address, port))
  const settled = attempt.catch(() => {})
  attempts.set(place, settled)
  void settled.then(() => {
    if (attempts.get(place) === settled) attempts.delete(place)
  })
  return attempt
}

const bindOnce: ProbeBind = async (protocol, address, port) => {
  try {
    await (protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port))
    return 'free'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') return 'held'
    // Windows answers so for ports that it keeps for itself; elsewhere it is about ports below 1024.
    if (code === 'EACCES') throw new AppError('port.not-permitted', { params: { port }, cause: error })
    if (code === 'EADDRNOTAVAIL' || code === 'EINVAL')
      throw new AppError('port.bad-address', { params: { address }, cause: error })
    throw error
  }
}

function bindTcp(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host, port, exclusive: true, ipv6Only: isIPv6(host) }, () =>
      server.close(() => resolve()),
    )
  })
}

function bindUdp(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', ipv6Only: isIPv6(address) })
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve()))
  })
}
