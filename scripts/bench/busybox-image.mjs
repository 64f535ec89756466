// An image with BusyBox and such files, for measurements: no registry is needed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { loadModule } from './load-module.mjs'

export const image = 'portside-bench'

/** Debian's static one, as in the images of the tests: this computer need not have any. @returns {Promise<Buffer>} */
export async function findBusybox() {
  const { fetchPackages, ownArchitecture } = await loadModule('test/support/images/packages.ts')
  const files = await fetchPackages(['busybox-static'], ownArchitecture, join(root, 'out/cache/debs'))
  return files.require('usr/bin/busybox').data
}

/** `files` are names with their size in MiB, filled with noise. */
export function importImage({ home, docker, busybox, name = image, files = [] }) {
  const folder = mkdtempSync(join(home, 'image-'))
  for (const inner of ['bin', 'tmp', 'www']) mkdirSync(join(folder, inner))
  writeFileSync(join(folder, 'bin/busybox'), busybox, { mode: 0o755 })
  for (const [file, mebibytes] of files) fillWithNoise(join(folder, file), mebibytes)
  const archive = `${folder}.tar`
  must('tar', '-cf', archive, '-C', folder, '.')
  docker('import', archive, name)
  rmSync(folder, { recursive: true })
  rmSync(archive)
}

/** What could be packed or left out as zeros would prove nothing. */
const fillWithNoise = (file, mebibytes) =>
  must('dd', 'if=/dev/urandom', `of=${file}`, 'bs=1M', `count=${mebibytes}`, 'status=none')

function must(program, ...args) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with code ${status}: ${stderr}`)
}
