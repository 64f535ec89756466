// Measures the packed guest image: what a download or an installer carries.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { guestImageDir } from '../setup/guest-image.mjs'

const goalRatio = 0.6

/**
 * @param {{ outDir: string, arch: string, reference: Pick<import('./reference.mjs').Reference, 'packedBytes'> }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureImageSize({ outDir, arch, reference }) {
  const { files } = JSON.parse(readFileSync(join(guestImageDir(outDir, arch), 'guest-image.json'), 'utf8'))
  const parts = Object.entries(files).map(([name, { packed }]) => bytes(`  ${name}`, packed.bytes))
  const sum = parts.reduce((all, { value }) => all + value, 0)
  const theirs = await reference.packedBytes()
  return [
    {
      name: 'guest image, packed, as a ratio to the reference',
      value: sum / theirs,
      unit: 'ratio',
      goal: goalRatio,
    },
    bytes('  ours', sum),
    ...parts,
    bytes('  reference', theirs),
  ]
}

const bytes = (name, value) => ({ name, value, unit: /** @type {const} */ ('bytes') })
