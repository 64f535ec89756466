// Draws the app's icons from portside.svg: PNGs by Chromium, then .ico and .icns around them. Run after a change of
// the drawing: `node assets/icons/build.mjs`.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const folder = import.meta.dirname
const svg = await readFile(join(folder, 'portside.svg'), 'utf8')

const windowsSizes = [16, 24, 32, 48, 64, 256]
/** OSType of each PNG in an .icns file, by its size in pixels. */
const macTypes = { 16: 'icp4', 32: 'ic11', 64: 'ic12', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }
const sizes = [...new Set([...windowsSizes, ...Object.keys(macTypes).map(Number)])].sort((a, b) => a - b)

/** @returns a map from size in pixels to PNG bytes */
async function draw() {
  const browser = await chromium.launch({
    executablePath: process.env.PORTSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const pictures = new Map()
    for (const size of sizes) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
      await page.setContent(
        `<body style="margin:0"><img src="${image}" width="${size}" height="${size}" style="display:block">`,
      )
      pictures.set(size, await page.screenshot({ omitBackground: true }))
      await page.close()
    }
    return pictures
  } finally {
    await browser.close()
  }
}

/** ICO with PNG pictures, as Windows reads since Vista: ICONDIR, one ICONDIRENTRY each, then the pictures. */
function ico(pictures) {
  const head = Buffer.alloc(6)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(windowsSizes.length, 4)
  let offset = head.length + windowsSizes.length * 16
  const entries = windowsSizes.map((size) => {
    const entry = Buffer.alloc(16)
    // 256 does not fit into a byte and is written as 0.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(pictures.get(size).length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += pictures.get(size).length
    return entry
  })
  return Buffer.concat([head, ...entries, ...windowsSizes.map((size) => pictures.get(size))])
}

/** ICNS: a header, then type, length and PNG of each picture. */
function icns(pictures) {
  const parts = Object.entries(macTypes).map(([size, type]) => {
    const picture = pictures.get(Number(size))
    const head = Buffer.alloc(8)
    head.write(type, 0, 'ascii')
    head.writeUInt32BE(8 + picture.length, 4)
    return Buffer.concat([head, picture])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 0, 'ascii')
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([head, ...parts])
}

const pictures = await draw()
await writeFile(join(folder, 'portside.ico'), ico(pictures))
await writeFile(join(folder, 'portside.icns'), icns(pictures))
await writeFile(join(folder, 'portside.png'), pictures.get(512))
