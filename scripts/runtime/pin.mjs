// Pins what is published now: downloads it, and writes its size and SHA-256 into assets/runtime.json.
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { readIndex } from '../../assets/guest/debian-index.mjs'
import { debianMirror, debianProxy } from '../../assets/guest/debian-mirror.mjs'
import { downloadBytes } from '../../assets/guest/download.mjs'
import { SUITE } from '../../assets/guest/recipe.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { debianArchOf } from './fetch.mjs'
import { addressOf, filesFor, isPinned, parseManifest } from './manifest.mjs'

/**
 * Pins the programs of one target that are not pinned yet; `again` pins them all anew. Nothing is written unless all
 * could be had.
 * @param {{ file: string, target: import('./manifest.mjs').Target, again: boolean,
 *   onPinned: (text: string) => void, signal?: AbortSignal }} options
 */
export async function pinRuntime({ file, target, again, onPinned, signal }) {
  const text = await readFile(file, 'utf8')
  const programs = parseManifest(text)
  const pins = new Map()
  for (const { program, file: wanted } of filesFor(programs, target)) {
    if (wanted.lock || (isPinned(wanted) && !again)) continue
    const pin = wanted.deb ? await debianPin(wanted.deb, target) : await addressPin(wanted, signal)
    if (wanted.sha256 && wanted.sha256 !== pin.sha256 && !again)
      throw new SetupError(`${program.name} has SHA-256 ${pin.sha256}, and ${wanted.sha256} was expected.`)
    pins.set(program.name, pin)
    onPinned(`${program.name} ${pin.version ?? wanted.version}: ${pin.bytes} bytes, SHA-256 ${pin.sha256}`)
  }
  const pinned = programs.map((program) =>
    pins.has(program.name)
      ? {
          ...program,
          files: { ...program.files, [target]: { ...program.files[target], ...pins.get(program.name) } },
        }
      : program,
  )
  const draft = `${file}.${process.pid}.new`
  await writeFile(draft, `${JSON.stringify({ format: 1, programs: pinned }, undefined, 2)}\n`)
  await rename(draft, file)
}

async function addressPin(wanted, signal) {
  const url = addressOf(wanted)
  const bytes = await downloadBytes({ url, signal }).catch((cause) => {
    throw new SetupError(`${url} cannot be had: ${cause.message}.`, { cause })
  })
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** As the suite's signed index tells it. */
async function debianPin(name, target) {
  const from = { mirror: await debianMirror(), proxy: await debianProxy() }
  const { packages, signed } = await readIndex({ ...from, suite: SUITE, arch: debianArchOf(target) })
  if (!signed)
    throw new SetupError('The signature of the Debian index could not be checked.', {
      remedy: 'Install gpgv and debian-archive-keyring.',
    })
  const found = packages.get(name)
  if (!found) throw new SetupError(`${SUITE} has no package ${name}.`)
  const { version, path, bytes, sha256 } = found
  return { version, path, bytes, sha256 }
}
