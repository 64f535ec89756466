// Draws the app's icons: portside.svg as .ico, .icns and .png, and the tray's states. PNGs by Chromium. Run after a
// change of a drawing: `node assets/icons/build.mjs`.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { badgeFiles, markFiles, trayFiles } from './tray.mjs'

const folder = import.meta.dirname
const svg = await readFile(join(folder, 'portside.svg'), 'utf8')

const windowsSizes = [16, 24, 32, 48, 64, 256]
/** OSType of each PNG in an .icns file, by its size in pixels. */
const macTypes = { 16: 'icp4', 32: 'ic11', 64: 'ic12', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }
const sizes = [...new Set([...windowsSizes, ...Object.keys(macTypes).map(Number)])].sort((a, b) => a - b)

/** @returns {Promise<Buffer>} a PNG of this many pixels on each side */
async function draw(browser, drawing, size) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const image = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`
  await page.setContent(
    `<body style="margin:0"><img src="${image}" width="${size}" height="${size}" style="display:block">`,
  )
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
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

const browser = await chromium.launch({
  executablePath: process.env.PORTSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const pictures = new Map()
  for (const size of sizes) pictures.set(size, await draw(browser, svg, size))
  await writeFile(join(folder, 'portside.ico'), ico(pictures))
  await writeFile(join(folder, 'portside.icns'), icns(pictures))
  await writeFile(join(folder, 'portside.png'), pictures.get(512))
  await mkdir(join(folder, 'tray'), { recursive: true })
  for (const { name, svg: drawing, size } of [...trayFiles, ...badgeFiles, ...markFiles])
    await writeFile(join(folder, 'tray', name), await draw(browser, drawing, size))
} finally {
  await browser.close()
}
