// Reads the manifest that ships beside the packed guest image, and trusts nothing in it that leaves its folder.
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../preload/errors'

export const manifestName = 'guest-image.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const fileName = z.string().refine((name) => name !== '' && name === basename(name) && !name.startsWith('.'))
const content = { file: fileName, bytes: z.number().int().positive(), sha256 }
const imageFile = z.object({ ...content, packed: z.object(content) })

const manifestShape = z.object({
  format: z.literal(1),
  arch: z.enum(['amd64', 'arm64']),
  imageHash: z.string().regex(/^[0-9a-f]{16,64}$/),
  kernelVersion: z.string(),
  engineVersion: z.string(),
  files: z.object({ kernel: imageFile, initrd: imageFile, root: imageFile }),
})

export type GuestImageManifest = z.infer<typeof manifestShape>
export type ImageFile = z.infer<typeof imageFile>

/** @throws machine.image-missing, machine.image-corrupt */
export async function readManifest(folder: string): Promise<GuestImageManifest> {
  const file = join(folder, manifestName)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('machine.image-missing', { params: { folder }, detail: String(cause), cause })
  }
  try {
    return manifestShape.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('machine.image-corrupt', { params: { file }, detail: String(cause), cause })
  }
}
