// Measures the packed guest image: what a download or an installer carries.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { guestImageDir } from '../setup/guest-image.mjs'

const goalBytes = 100e6

/** @returns {import('./result.mjs').Result[]} */
export function measureImageSize(/** @type {string} */ outDir, /** @type {string} */ arch) {
  const { files } = JSON.parse(readFileSync(join(guestImageDir(outDir, arch), 'guest-image.json'), 'utf8'))
  const parts = Object.entries(files).map(([name, { packed }]) => ({ name, bytes: packed.bytes }))
  const sum = parts.reduce((bytes, part) => bytes + part.bytes, 0)
  return [
    { name: 'guest image, packed', value: sum, unit: 'bytes', goal: goalBytes },
    ...parts.map(({ name, bytes }) => ({
      name: `  ${name}`,
      value: bytes,
      unit: /** @type {const} */ ('bytes'),
    })),
  ]
}
