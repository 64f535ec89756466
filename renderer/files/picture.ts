// Tells a picture from other bytes, and how large it becomes when it is drawn: few bytes can hold very many dots.

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** Undefined for what is none, and for one that does not say how large it is. */
export function pictureOf(data: Uint8Array): Picture | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  try {
    return readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view)
  } catch {
    // It ends before it said so.
    return undefined
  }
}

const word = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length))

function readPng(view: DataView): Picture | undefined {
  if (word(view, 0, 4) !== '\x89PNG' || word(view, 12, 4) !== 'IHDR') return undefined
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

function readGif(view: DataView): Picture | undefined {
  if (!/^GIF8[79]a$/.test(word(view, 0, 6))) return undefined
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Three ways to write one: with more to it, without loss, with loss. */
function readWebp(view: DataView): Picture | undefined {
  if (word(view, 0, 4) !== 'RIFF' || word(view, 8, 4) !== 'WEBP') return undefined
  const type = 'image/webp'
  const fourteen = 0x3fff
  switch (word(view, 12, 4)) {
    case 'VP8X': {
      const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000
      return { type, width: three(24) + 1, height: three(27) + 1 }
    }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { type, width: (bits & fourteen) + 1, height: ((bits >>> 14) & fourteen) + 1 }
    }
    case 'VP8 ':
      return {
        type,
        width: view.getUint16(26, true) & fourteen,
        height: view.getUint16(28, true) & fourteen,
      }
    default:
      return undefined
  }
}

/** Its parts follow each other, each with its length; one of them has the size. */
function readJpeg(view: DataView): Picture | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const mark = view.getUint8(at + 1)
    // The tables of codes among the frames say nothing of it.
    if (mark < 0xc0 || mark > 0xcf || mark === 0xc4 || mark === 0xc8 || mark === 0xcc) continue
    return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
  }
  return undefined
}
