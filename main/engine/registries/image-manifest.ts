// What a registry says that an image is: for which platforms there is one, and the layers to download for each.
import type { SizedLayer } from '../../base/layer-sizes'

export interface ManifestPlatform {
  /** `linux/arm64/v8`. */
  readonly platform: string
  /** Of the manifest for it. */
  readonly digest: string
}

/** An index of several platforms, or one image with its layers. */
export type ImageManifest =
  | { readonly kind: 'index'; readonly platforms: readonly ManifestPlatform[] }
  | { readonly kind: 'image'; readonly layers: readonly SizedLayer[] }

interface Descriptor {
  readonly digest?: unknown
  readonly size?: unknown
  readonly platform?: {
    readonly os?: unknown
    readonly architecture?: unknown
    readonly variant?: unknown
  } | null
}

/** Undefined for what is neither: image specification, and Docker's schema 2, which has the same names. */
export function readManifest(answer: unknown): ImageManifest | undefined {
  const { manifests, layers, config } = (answer ?? {}) as {
    readonly manifests?: unknown
    readonly layers?: unknown
    readonly config?: unknown
  }
  if (Array.isArray(manifests)) return { kind: 'index', platforms: manifests.flatMap(platformOf) }
  if (!Array.isArray(layers)) return undefined
  return { kind: 'image', layers: [...layers, config].flatMap(layerOf) }
}

/** Attestations stand in an index, too, for a platform that is called unknown. */
function platformOf(one: unknown): readonly ManifestPlatform[] {
  const { digest, platform } = (one ?? {}) as Descriptor
  const { os, architecture, variant } = platform ?? {}
  if (typeof digest !== 'string' || typeof os !== 'string' || typeof architecture !== 'string') return []
  if (os === 'unknown' || architecture === 'unknown') return []
  const parts = [os, architecture, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])]
  return [{ platform: parts.join('/'), digest }]
}

function layerOf(layer: unknown): readonly SizedLayer[] {
  const { digest, size } = (layer ?? {}) as Descriptor
  return typeof digest === 'string' && typeof size === 'number' && size >= 0
    ? [{ digest, sizeBytes: size }]
    : []
}
