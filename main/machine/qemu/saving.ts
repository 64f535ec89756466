// Writes a QEMU VM's memory and devices to a file, and reads them back, through a socket that we hold the other end of.
// QEMU can write files only through a shell (`exec:`), or by itself from version 8.2 on; a socket does in all of them,
// and the hash is taken on the way.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { linkAbort } from '../../base/linked-abort'
import { until } from '../../base/until'
import { connectUnix } from '../unix-connection'
import type { MachineFiles } from '../vm/machine-files'
import type { SavedContent } from '../vm/hypervisor'
import { withQmp, type Qmp } from './qmp'

const connectDeadlineMs = 30_000
const sentDeadlineMs = 300_000
/** QEMU may read much memory that it need not write, but it counts that, too. In ms. */
const stillDeadlineMs = 60_000
const lookEveryMs = 20
const readBytes = 1024 * 1024
/** Bytes per second: QEMU keeps to 128 MiB unless told otherwise. */
const bandwidth = 2 ** 40

/** The VM stands still afterwards and has let go of its disks. @throws Error with QEMU's words, or the abort reason */
export async function saveState(files: MachineFiles, signal?: AbortSignal): Promise<SavedContent> {
  const target = await open(files.savedState, 'w', 0o600)
  // Whoever reads from a connection hears of its errors; before and after, nobody needs to.
  const server = createServer((socket) => socket.on('error', () => {}))
  const either = linkAbort([signal])
  try {
    await listenOn(server, files.stateSocket)
    const arrived = once(server, 'connection', { signal: either.signal }) as Promise<[Socket]>
    arrived.catch(() => {})
    const content = await withQmp(files.controlSocket, async (qmp) => {
      await qmp.execute('stop')
      await qmp.execute('migrate-set-parameters', { 'max-bandwidth': bandwidth })
      await qmp.execute('migrate', { uri: `unix:${files.stateSocket}` })
      const written = write(arrived, target)
      const [result] = await Promise.all([written, sent(qmp, either.signal)])
      return result
    })
    await target.sync()
    return content
  } finally {
    either.abort()
    server.close()
    await target.close()
    await rm(files.stateSocket, { force: true })
  }
}

async function listenOn(server: Server, path: string): Promise<void> {
  await rm(path, { force: true })
  server.listen(path)
  await once(server, 'listening')
}

async function write(arrived: Promise<[Socket]>, target: FileHandle): Promise<SavedContent> {
  const [socket] = await arrived
  const measured = measure()
  // A stream made from the handle would keep it from being closed.
  await pipeline(socket, measured, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) await target.writeFile(chunk)
  })
  return measured.content()
}

/** Resolves when QEMU has written all. */
async function sent(qmp: Qmp, signal: AbortSignal): Promise<void> {
  let seen = ''
  let movedAt = performance.now()
  const look = async (): Promise<Migration | undefined> => {
    const now = await migration(qmp)
    const counts = JSON.stringify(now.ram ?? {})
    if (counts !== seen) movedAt = performance.now()
    seen = counts
    if (performance.now() - movedAt > stillDeadlineMs)
      return { status: 'failed', 'error-desc': `nothing was written for ${stillDeadlineMs} ms` }
    return now.status === 'completed' || now.status === 'failed' || now.status === 'cancelled'
      ? now
      : undefined
  }
  const deadlineMs = sentDeadlineMs
  try {
    const end = await until(look, { deadlineMs, everyMs: lookEveryMs, signal, waitingFor: 'QEMU to save' })
    if (end.status !== 'completed') throw new Error(`QEMU: ${end['error-desc'] ?? end.status}`)
  } catch (error) {
    // Ends the connection, and so the other half of the work.
    await qmp.execute('migrate_cancel').catch(() => {})
    throw error
  }
}

/** A QEMU that ended while it saved has failed; one that is only busy answers later. */
async function migration(qmp: Qmp): Promise<Migration> {
  try {
    return (await qmp.execute('query-migrate')) as Migration
  } catch (error) {
    if (qmp.isClosed()) return { status: 'failed', 'error-desc': String(error) }
    throw error
  }
}

interface Migration {
  readonly status?: string
  /** Counters of pages and bytes, which grow while it goes on. */
  readonly ram?: object
  readonly 'error-desc'?: string
}

/** Words with which QEMU waits for its state, and stands still after it has it. */
export const awaitState = ({ stateSocket }: MachineFiles): readonly string[] => [
  '-S',
  '-incoming',
  `unix:${stateSocket}`,
]

/**
 * Gives the state to a VM that was started with {@link awaitState}; it stands still afterwards.
 * @throws Error when the file is not what was saved, or QEMU refuses it
 */
export async function loadState(
  files: MachineFiles,
  saved: SavedContent,
  signal: AbortSignal,
): Promise<void> {
  const socket = await until(() => connectUnix(files.stateSocket, signal), {
    deadlineMs: connectDeadlineMs,
    everyMs: lookEveryMs,
    signal,
    waitingFor: 'QEMU to take the saved state',
  })
  // QEMU may end, and the connection with it, after the last byte is sent: its control channel says why.
  socket.on('error', () => {})
  try {
    const measured = measure()
    await pipeline(createReadStream(files.savedState, { highWaterMark: readBytes }), measured, socket, {
      signal,
    })
    const found = measured.content()
    if (found.sha256 !== saved.sha256 || found.bytes !== saved.bytes)
      throw new Error('the saved state is not as it was written')
    await loaded(files, signal)
  } finally {
    socket.destroy()
  }
}

const loaded = (files: MachineFiles, signal: AbortSignal): Promise<true> =>
  withQmp(files.controlSocket, (qmp) =>
    until<true>(async () => ((await isLoaded(qmp)) ? true : undefined), {
      deadlineMs: connectDeadlineMs,
      everyMs: lookEveryMs,
      signal,
      waitingFor: 'QEMU to read the saved state',
    }),
  )

async function isLoaded(qmp: Qmp): Promise<boolean> {
  const { status } = (await qmp.execute('query-status')) as { status: string }
  return status !== 'inmigrate'
}

function measure(): Transform & { content(): SavedContent } {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return Object.assign(through, { content: () => ({ bytes, sha256: hash.digest('hex') }) })
}
