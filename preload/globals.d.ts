// The web-platform names that the contract needs and that every runtime it is used in provides.
// Declared here because this folder is checked with neither DOM nor Node types.
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
  throwIfAborted(): void
}
interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare const AbortController: { new (): AbortController }
interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare const TextEncoder: { new (): TextEncoder }
interface TextDecoder {
  decode(bytes: Uint8Array): string
}
declare const TextDecoder: { new (label?: string, options?: { fatal?: boolean }): TextDecoder }
declare function queueMicrotask(callback: () => void): void
declare function setTimeout(callback: () => void, ms: number): unknown
interface Crypto {
  getRandomValues(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer>
}
declare const crypto: Crypto
