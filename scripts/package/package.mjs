// What `npm run package` does: build, stage and check every part, let electron-builder pack, tell the size.
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build as buildPackages, Arch, Platform } from 'electron-builder'
import { outDir, root } from '../root.mjs'
import { runtimeCache } from '../runtime/runtime.mjs'
import { readManifest } from '../runtime/manifest.mjs'
import { createProgress } from '../setup/progress.mjs'
import { build } from '../setup/setup.mjs'
import { describeError, SetupError } from '../setup/setup-error.mjs'
import { forwardSignals } from '../setup/signals.mjs'
import { help, parsePackageOptions } from './options.mjs'
import { stage } from './stage.mjs'

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS }

/** @param {readonly string[]} args @returns {Promise<number>} the exit code */
export async function pack(args) {
  let options
  try {
    options = parsePackageOptions(args)
  } catch (error) {
    console.error(error.message)
    return 2
  }
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const progress = createProgress()
  const stop = new AbortController()
  const stopListening = forwardSignals(() => stop.abort())
  try {
    await build(progress, stop.signal, { force: false })
    for (const target of options.targets) await packTarget(target, options, progress, stop.signal)
    return 0
  } catch (error) {
    console.error(describeError(error))
    return 1
  } finally {
    stopListening()
  }
}

async function packTarget(target, { dir, manifest, electronDist, output }, progress, signal) {
  const [system, arch] = target.split('-')
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  await stage({
    root,
    outDir,
    target,
    cache: runtimeCache,
    programs: await readManifest(manifest),
    app: { version, electron: devDependencies.electron },
    onStep: (text) => progress.line(`${target}: ${text}`),
    signal,
  })
  signal.throwIfAborted()
  const made = await buildPackages({
    projectDir: root,
    targets: platforms[system].createTarget(dir ? 'dir' : undefined, Arch[arch]),
    publish: 'never',
    config: {
      directories: { output },
      ...(electronDist ? { electronDist: electronDist.replaceAll('{system}', system) } : {}),
    },
  }).catch((cause) => {
    throw new SetupError(`electron-builder could not pack ${target}: ${cause.message}`, { cause })
  })
  for (const file of made) progress.line(file)
  if (dir)
    progress.line(
      `${target}: ${((await sizeOf(unpackedFolder(output, target))) / 1e6).toFixed(1)} MB installed`,
    )
}

/** Where electron-builder leaves the program's folder: https://www.electron.build/cli */
export function unpackedFolder(/** @type {string} */ output, /** @type {string} */ target) {
  const [system, arch] = target.split('-')
  const suffix = arch === 'x64' ? '' : `-${arch}`
  return join(output, system === 'mac' ? `mac${suffix}` : `${system}${suffix}-unpacked`)
}

/** Bytes of all files below a folder. */
async function sizeOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}
