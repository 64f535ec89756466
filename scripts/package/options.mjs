// The options of `npm run package`.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { manifestFile, targets } from '../runtime/manifest.mjs'

export const help = `npm run package -- [targets] [--dir] [--electron-dist <path>] [--manifest <file>] [--output <folder>]

  targets           of ${targets.join(' ')}; all of this system when none is named
  --dir             the program's folder only, no installer
  --electron-dist   Electron to pack, a folder or zip, instead of downloading the pinned version; {system} in it
                    stands for linux, mac or win
  --manifest        instead of assets/runtime.json
  --output          instead of dist
`

const systems = { linux: 'linux', darwin: 'mac', win32: 'win' }

/**
 * @param {readonly string[]} args
 * @param {NodeJS.Platform} [platform]
 * @throws {Error} with a sentence for the user when an option is wrong
 */
export function parsePackageOptions(args, platform = process.platform) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      'electron-dist': { type: 'string' },
      manifest: { type: 'string', default: manifestFile },
      output: { type: 'string', default: 'dist' },
    },
  })
  const unknown = positionals.find((name) => !targets.some((target) => target === name))
  if (unknown !== undefined) throw new Error(`There is no target "${unknown}". Targets: ${targets.join(' ')}`)
  const own = targets.filter((target) => target.startsWith(`${systems[platform]}-`))
  const dist = values['electron-dist']
  return {
    targets: positionals.length > 0 ? targets.filter((target) => positionals.includes(target)) : own,
    dir: values.dir,
    help: values.help,
    manifest: resolve(values.manifest),
    output: resolve(values.output),
    ...(dist === undefined ? {} : { electronDist: resolve(dist) }),
  }
}
