// What registries answer for a name: an index of platforms, one image, or anything else.
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../main/base/layer-sizes'
import { readManifest } from '../../../main/engine/registries/image-manifest'

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`

describe('a manifest', () => {
  it('of several platforms tells each, without the attestations that stand beside them', () => {
    const answer = {
      schemaVersion: 2,
      manifests: [
        { digest: digest('a'), size: 1, platform: { os: 'linux', architecture: 'amd64' } },
        { digest: digest('b'), size: 1, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { digest: digest('c'), size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    }
    expect(readManifest(answer)).toEqual({
      kind: 'index',
      platforms: [
        { platform: 'linux/amd64', digest: digest('a') },
        { platform: 'linux/arm64/v8', digest: digest('b') },
      ],
    })
  })

  it('of one image tells what is downloaded, its configuration with it', () => {
    const answer = {
      config: { digest: digest('c'), size: 1_000 },
      layers: [
        { digest: digest('a'), size: 30_000_000 },
        { digest: digest('b'), size: 2_000_000 },
      ],
    }
    const manifest = readManifest(answer)
    expect(manifest?.kind === 'image' && sizeOf(manifest.layers)).toBe(32_001_000)
  })

  it.each([undefined, 'HTML', {}, { layers: 'many' }, { errors: [] }])(
    'that is none is not read: %j',
    (answer) => {
      expect(readManifest(answer)).toBeUndefined()
    },
  )

  it('with parts that make no sense is read without them', () => {
    expect(readManifest({ manifests: [null, 3, { digest: 4 }], layers: [] })).toEqual({
      kind: 'index',
      platforms: [],
    })
    expect(readManifest({ layers: [null, { digest: digest('a'), size: -1 }, { size: 3 }] })).toEqual({
      kind: 'image',
      layers: [],
    })
  })
})

it('counts a layer that several images have once', () => {
  const shared = { digest: digest('a'), sizeBytes: 10 }
  expect(sizeOf([shared, { digest: digest('b'), sizeBytes: 5 }, shared])).toBe(15)
  expect(sizeOf([])).toBe(0)
})
