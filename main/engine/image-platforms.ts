// For which platforms images are here: one in the classic store, each that was downloaded in containerd's.
import type Docker from 'dockerode'
import { getJson } from './client'

interface ListedManifest {
  /** False for what its index names and nobody downloaded. */
  readonly Available?: boolean
  readonly Kind?: string
  readonly ImageData?: {
    readonly Platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string }
  }
}

export interface ListedPlatforms {
  readonly Id: string
  readonly Manifests?: readonly ListedManifest[] | null
}

/** By image id, for those whose store tells (Docker API 1.47); the classic one does not, and has one each. */
export async function listPlatforms(
  docker: Docker,
  signal?: AbortSignal,
): Promise<Map<string, readonly string[]>> {
  const listed = (await getJson(docker, '/images/json?manifests=1', signal)) as readonly ListedPlatforms[]
  return readPlatforms(listed)
}

export function readPlatforms(listed: readonly ListedPlatforms[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { Id: id, Manifests: manifests } of listed) {
    const own = (manifests ?? []).flatMap(({ Available: here, Kind: kind, ImageData: data }) => {
      const { os, architecture, variant } = data?.Platform ?? {}
      if (here !== true || kind !== 'image' || !os || !architecture) return []
      // As containerd normalises it: all of that processor are v8.
      const shown = architecture === 'arm64' && variant === 'v8' ? '' : variant
      return [`${os}/${architecture}${shown ? `/${shown}` : ''}`]
    })
    if (own.length > 0) found.set(id, [...new Set(own)].sort())
  }
  return found
}
