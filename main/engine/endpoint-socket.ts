// Takes the path of the engine's socket: replaces the file of an app that is gone, never that of a living one.
import { chmod, lstat, rm } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import { AppError } from '../../preload/errors'

const isPipe = (path: string): boolean => path.startsWith('\\\\')

/** @throws engine.endpoint-taken when somebody answers there, engine.endpoint-unusable */
export async function listenAt(server: Server, path: string): Promise<void> {
  try {
    await listen(server, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw unusable(path, error)
    if (isPipe(path) || (await answers(path)))
      throw new AppError('engine.endpoint-taken', { params: { path }, cause: error })
    await removeStale(path)
    await listen(server, path).catch((again: unknown) => {
      throw unusable(path, again)
    })
  }
  // The folder above lets nobody else in meanwhile.
  if (!isPipe(path)) await chmod(path, 0o600)
}

const unusable = (path: string, cause: unknown): AppError =>
  new AppError('engine.endpoint-unusable', { params: { path }, detail: String(cause), cause })

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    // Refused or vanished: nobody listens. Anything else is taken for a living owner.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT' && error.code !== 'ENOTSOCK'),
    )
  })
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found && !found.isSocket()) throw unusable(path, new Error('a file that is no socket lies there'))
  await rm(path, { force: true })
}
