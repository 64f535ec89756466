// For which platforms there is an image: of one that is here by its own word, of any other by its registry's.
import type { Calls } from './calls'
import { getJson } from './client'
import { statusOf } from './engine-words'
import type { Logins } from './registries/logins'
import { parseReference } from './reference'

export interface ImagePlatforms {
  /** `linux/amd64`, `linux/arm64/v8`; empty where nobody could tell. */
  readonly platforms: readonly string[]
  readonly here: boolean
  readonly sizeBytes?: number
  /** The registry was asked and has none. */
  readonly missing: boolean
}

export type AskPlatforms = (reference: string, signal?: AbortSignal) => Promise<ImagePlatforms>

interface Inspected {
  readonly Os: string
  readonly Architecture: string
  readonly Variant?: string
  readonly Size: number
}
interface Distribution {
  readonly Platforms?: readonly { readonly os: string; readonly architecture: string }[]
}

/** @throws image.bad-reference engine.* */
export const createAskPlatforms =
  (calls: Calls, logins: Logins): AskPlatforms =>
  async (reference, signal) => {
    const { repository, text } = parseReference(reference)
    const here = await calls.call({ reference: text }, async (docker) => {
      try {
        return (await docker.getImage(text).inspect()) as unknown as Inspected
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw error
      }
    })
    if (here) {
      const platforms = here.Architecture === '' ? [] : [`${here.Os}/${here.Architecture}`]
      return { here: true, sizeBytes: here.Size, platforms, missing: false }
    }
    const auth = await logins.authFor(repository)
    try {
      const told = await calls.call({ reference: text }, (docker) =>
        auth
          ? (docker.getImage(text).distribution({ authconfig: auth }) as Promise<unknown>)
          : getJson(docker, `/distribution/${encodeURI(text)}/json`, signal),
      )
      const platforms = ((told as Distribution).Platforms ?? [])
        .filter(({ os, architecture }) => os !== 'unknown' && architecture !== 'unknown')
        .map(({ os, architecture }) => `${os}/${architecture}`)
      return { here: false, platforms: [...new Set(platforms)], missing: false }
    } catch (error) {
      signal?.throwIfAborted()
      // Without network nobody knows; a download will tell.
      return { here: false, platforms: [], missing: isUnknown(error) }
    }
  }

const isUnknown = (error: unknown): boolean =>
  /manifest unknown|not found|name unknown|repository does not exist/i.test(
    `${String(error)} ${(error as { readonly detail?: string }).detail ?? ''}`,
  )
