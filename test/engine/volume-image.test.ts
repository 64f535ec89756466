// Which image a container that reaches a volume is made of.
import { expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { leastExport } from '../../main/engine/archive-hold'
import { createVolumeImages, type VolumeImagesOptions } from '../../main/engine/volume-image'

const images = [
  { id: 'tiny', tags: ['hello-world:latest'], sizeBytes: leastExport - 1 },
  { id: 'large', tags: ['postgres:17'], sizeBytes: 400e6 },
]

const borrowed = async (version: string): Promise<string> => {
  const docker = { modem: { version } }
  const options = {
    calls: { call: (_asked: object, work: (engine: typeof docker) => unknown) => work(docker) },
    containers: { values: () => [{ volumes: ['data'], imageId: 'tiny' }] },
    images: { values: () => images, get: (id: string) => images.find((one) => one.id === id) },
    log: silentLog,
  } as unknown as VolumeImagesOptions
  return (await createVolumeImages(options).borrow('data')).image
}

it('is that of a container that uses the volume, but not one whose files an old engine is not asked for', async () => {
  expect(await borrowed('v1.45')).toBe('tiny')
  expect(await borrowed('v1.41')).toBe('large')
})
