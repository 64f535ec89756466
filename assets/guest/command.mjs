// The command line of the image builder.

import { parseArgs } from 'node:util'
import { buildGuestImage } from './build.mjs'
import { ARCHES } from './recipe.mjs'

const USAGE = 'Usage: node assets/guest/build.mjs --arch amd64|arm64 [--out DIR] [--cache DIR] [--json]'

/** @param {string[]} args */
export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      arch: { type: 'string' },
      out: { type: 'string' },
      cache: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const arch = ARCHES.find((known) => known === values.arch)
  if (!arch) {
    console.error(USAGE)
    process.exitCode = 2
    return
  }
  const began = performance.now()
  const result = await buildGuestImage({
    arch,
    ...(values.out && { out: values.out }),
    ...(values.cache && { cache: values.cache }),
    onWarning: (text) => console.error(`Warning: ${text}`),
    ...(!values.json && { onProgress: printEnd }),
  })
  const ms = Math.round(performance.now() - began)
  const packedBytes = Object.values(result.manifest.files).reduce((sum, { packed }) => sum + packed.bytes, 0)
  if (values.json) console.log(JSON.stringify({ ...result, ms, packedBytes }))
  else {
    console.log(`${result.built ? 'Built' : 'Up to date'} in ${ms} ms: ${result.dir}`)
    console.log(`Image ${result.manifest.imageHash}, ${(packedBytes / 1e6).toFixed(1)} MB packed`)
  }
}

/** One line per finished step. @param {import('./progress.mjs').Progress} progress */
function printEnd({ step, done, total, unit, ms }) {
  if (done === total) console.log(`${step.padEnd(9)} ${String(ms).padStart(6)} ms  ${total} ${unit}`)
}
