// Reads EROFS images by the kernel's description of the format, to check the writer from the other side.

const block = 4096

export interface ReadInode {
  readonly type: number
  readonly mode: number
  readonly links: number
  readonly size: number
  readonly place: number
  readonly data: Buffer
}

export const readRootNumber = (image: Buffer): number => image.readUInt16LE(1024 + 14)

export function readInode(image: Buffer, number: number): ReadInode {
  const place = number * 32
  const layout = image.readUInt16LE(place) >> 1
  const mode = image.readUInt16LE(place + 4)
  const size = image.readUInt32LE(place + 8)
  const tail = layout === 2 ? size % block : 0
  const start = image.readUInt32LE(place + 16) * block
  const whole = size - tail > 0 ? image.subarray(start, start + size - tail) : Buffer.alloc(0)
  const data = Buffer.concat([whole, image.subarray(place + 32, place + 32 + tail)])
  if (tail > 0 && Math.floor(place / block) !== Math.floor((place + 31 + tail) / block)) {
    throw new Error(`inode ${number} and its data cross a block`)
  }
  return { type: mode >> 12, mode: mode & 0o7777, links: image.readUInt16LE(place + 6), size, place, data }
}

export function readDirectory(image: Buffer, number: number): Map<string, number> {
  const { data } = readInode(image, number)
  const names = new Map<string, number>()
  for (let start = 0; start < data.length; start += block) {
    const part = data.subarray(start, start + block)
    const count = part.readUInt16LE(8) / 12
    for (let index = 0; index < count; index++) {
      const from = part.readUInt16LE(index * 12 + 8)
      const until = index + 1 < count ? part.readUInt16LE(index * 12 + 20) : part.length
      const name = part.toString('utf8', from, until).replace(/\0+$/, '')
      names.set(name, Number(part.readBigUInt64LE(index * 12)))
    }
  }
  return names
}

/** Follows a path from the root, as the kernel does. */
export function lookUp(image: Buffer, path: string): ReadInode {
  let number = readRootNumber(image)
  for (const part of path.split('/').filter(Boolean)) {
    const next = readDirectory(image, number).get(part)
    if (next === undefined) throw new Error(`${path} is not in the image`)
    number = next
  }
  return readInode(image, number)
}
