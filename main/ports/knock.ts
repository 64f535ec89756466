// Connects to a port of this computer, as a browser would, and holds the connection until it is let go of.
import { connect, isIPv6 } from 'node:net'
import type { PortBinding } from '../../preload/model'
import { allIpv4, allIpv6 } from '../base/port-address'

export interface Knock {
  /** Nobody took it, somebody took it and dropped it at once, or it stands. */
  readonly outcome: 'refused' | 'dropped' | 'held'
  close(): void
}

/** One try to connect. Never throws. */
export type KnockAt = (binding: PortBinding, signal: AbortSignal) => Promise<Knock>

const connectDeadlineMs = 2_000
/** A forwarder takes every connection and drops it when nothing in the container does: that takes a moment to see. */
const droppedWithinMs = 250

/** Where a program on this computer reaches a binding. */
export const reachedAt = (address: string): string =>
  address === '' || address === allIpv4 ? '127.0.0.1' : address === allIpv6 ? '::1' : address

export const knockAt: KnockAt = ({ hostAddress, hostPort }, signal) =>
  new Promise((resolve) => {
    const host = reachedAt(hostAddress)
    const socket = connect({ host, port: hostPort, family: isIPv6(host) ? 6 : 4 })
    const close = (): void => void socket.destroy()
    const tell = (outcome: Knock['outcome']): void => resolve({ outcome, close })
    const timer = setTimeout(close, connectDeadlineMs)
    let taken = false
    signal.addEventListener('abort', close, { once: true })
    socket.once('connect', () => {
      taken = true
      clearTimeout(timer)
      setTimeout(() => !socket.destroyed && tell('held'), droppedWithinMs)
    })
    // A server that greets first, as databases do, is there. What it says is not read: nobody asked.
    socket.once('readable', () => {
      if (socket.readableLength > 0) tell('held')
      // The end of a connection is only seen by reading.
      else socket.resume()
    })
    socket.on('error', () => {})
    socket.once('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', close)
      tell(taken ? 'dropped' : 'refused')
    })
  })
