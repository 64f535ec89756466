// Images that need a login and that a build begins with: fetched before a build by the API, which has no place for logins.
import type { EngineAuth, Logins } from '../registries/logins'
import { openStream } from '../client'
import type { Connection } from '../connection'
import { followProgress } from '../progress-stream'
import type { Reference } from '../reference'
import type { RunningBuild } from './sending'

export interface PrivateBase {
  readonly reference: Reference
  readonly auth: EngineAuth
}

/** Those at registries where somebody is logged in. */
export async function withLogins(bases: readonly Reference[], logins: Logins): Promise<PrivateBase[]> {
  const found = await Promise.all(
    bases.map(async (reference) => ({ reference, auth: await logins.authFor(reference.repository) })),
  )
  return found.flatMap(({ reference, auth }) => (auth ? [{ reference, auth }] : []))
}

/**
 * BuildKit asks a registry without any login here, whatever the request brings along
 * (https://github.com/moby/moby/issues/48112), and takes what the engine has when it is refused. What cannot be fetched
 * may be an image that is only here; if it is not, the build says so by itself.
 * @throws the signal's reason
 */
export async function fetchBases(
  connection: Connection,
  bases: readonly PrivateBase[],
  { request: { platform }, signal, append }: Pick<RunningBuild, 'request' | 'signal' | 'append'>,
): Promise<void> {
  for (const { reference, auth } of bases) {
    append([{ step: '', text: `docker pull ${reference.text}` }])
    try {
      const stream = await openStream(connection.docker(), {
        path: '/images/create',
        method: 'POST',
        query: {
          fromImage: reference.repository,
          tag: reference.version,
          ...(platform === undefined ? {} : { platform }),
        },
        auth,
        signal,
      })
      await followProgress(stream, signal, () => {})
    } catch (error) {
      signal.throwIfAborted()
      append([{ step: '', text: error instanceof Error ? error.message : String(error) }])
    }
  }
}
