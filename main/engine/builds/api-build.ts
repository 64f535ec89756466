// A build by the engine's API: the folder goes there as one archive, BuildKit answers with what it does.
import type { Build, BuildRequest } from '../../../preload/model'
import { openStream } from '../client'
import type { Connection } from '../connection'
import { followProgress } from '../progress-stream'
import { packContext, readIgnore } from './context'
import { takeTrace, type RunningBuild } from './sending'

/** @throws Refused, or the error of the folder or the connection */
export async function buildByApi(connection: Connection, running: RunningBuild): Promise<Partial<Build>> {
  const { request, signal, report } = running
  const { folder, dockerfile } = request
  // Its library is a tenth of the app's code, and a start builds nothing.
  const { decodeTrace } = await import('./trace')
  const context = packContext(folder, await readIgnore(folder, dockerfile), signal)
  let sentBytes = 0
  let imageId: string | undefined
  let unreadable: Error | undefined
  // A file that cannot be read must end the request: the engine would wait for the rest.
  const broken = new AbortController()
  context.once('error', (error) => {
    unreadable = error
    broken.abort()
  })
  context.on('data', (chunk: Buffer) => report({ sentBytes: (sentBytes += chunk.length) }))
  context.pause()
  try {
    const stream = await openStream(connection.docker(), {
      path: '/build',
      method: 'POST',
      query: queryOf(request),
      body: context,
      signal: AbortSignal.any([signal, broken.signal]),
    })
    await followProgress(stream, signal, (message) => {
      const { id, aux } = (message ?? {}) as { readonly id?: unknown; readonly aux?: unknown }
      if (id === 'moby.image.id') imageId = (aux as { readonly ID?: string } | undefined)?.ID
      if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return
      takeTrace(running, decodeTrace(Buffer.from(aux, 'base64')))
    })
  } catch (error) {
    throw unreadable ?? error
  } finally {
    context.destroy()
  }
  return imageId === undefined ? {} : { imageId }
}

/** Version 2 is BuildKit. */
function queryOf(request: BuildRequest): Record<string, string> {
  const { dockerfile, tag, target, platform, args, noCache } = request
  return {
    version: '2',
    dockerfile,
    buildargs: JSON.stringify(Object.fromEntries(args.map(({ name, value }) => [name, value]))),
    rm: '1',
    ...(tag === undefined ? {} : { t: tag }),
    ...(target === undefined ? {} : { target }),
    ...(platform === undefined ? {} : { platform }),
    ...(noCache ? { nocache: '1' } : {}),
  }
}
