// Remote calls over any transport: derives clients from the contract, cancels, keeps streams within credit.
import type { SerialisedError } from './errors'

export type Frame =
  | {
      readonly t: 'call'
      readonly id: number
      readonly service: string
      readonly method: string
      readonly args: unknown
      readonly credit?: number
    }
  | { readonly t: 'next'; readonly id: number; readonly value: unknown }
  | { readonly t: 'credit'; readonly id: number; readonly n: number }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'end'; readonly id: number; readonly value?: unknown }
  | { readonly t: 'error'; readonly id: number; readonly error: SerialisedError }

/** Carries frames between two ends, in order, each once. Values are plain data and Uint8Arrays. */
export interface Transport {
  send(frame: Frame): void
  onMessage(listener: (frame: Frame) => void): void
  /** Called once, also when the transport was already closed. */
  onClose(listener: () => void): void
  close(): void
}

/** How many values of a stream may be on their way to a consumer that does not keep up. */
export const streamWindow = 16
/** Calls and streams that one connection may have open. */
export const maxOpenCalls = 512

export const isStream = (method: string): boolean => method.startsWith('watch')
