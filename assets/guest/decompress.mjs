// Undoes the compressions that Debian packages and kernels use.

import { spawn } from 'node:child_process'
import { gunzipSync } from 'node:zlib'

/** @typedef {'none' | 'gz' | 'xz' | 'zst' | 'lz4'} Compression */

const COMMANDS = /** @type {const} */ ({
  xz: ['xz', '-dc', '--single-stream'],
  zst: ['zstd', '-dcq'],
  lz4: ['lz4', '-dcq'],
})

/**
 * Bytes after the end of the compressed stream are ignored: a kernel image has some.
 * @param {Buffer} packed
 * @param {Compression} compression
 * @param {AbortSignal} [signal]
 * @returns {Promise<Buffer>}
 * @throws {Error} when the data is damaged or the program for it is missing
 */
export async function decompress(packed, compression, signal) {
  if (compression === 'none') return packed
  if (compression === 'gz') return gunzipSync(packed)
  const [command, ...args] = COMMANDS[compression]
  return pipeThrough(command, args, packed, signal)
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Buffer} input
 * @param {AbortSignal} [signal]
 * @returns {Promise<Buffer>}
 */
function pipeThrough(command, args, input, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe', ...(signal ? { signal } : {}) })
    /** @type {Buffer[]} */
    const out = []
    let errors = ''
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.on('error', (cause) => reject(new Error(`${command} could not be run`, { cause })))
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else reject(new Error(`${command} ended with ${code}: ${errors.trim()}`))
    })
    // The program may stop reading once its stream has ended; its exit code tells whether that was right.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
