// Measures what the machine gives back: memory after a container of 1 GB ended, disk after an image of 500 MB went.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from './app-session.mjs'
import { findBusybox, image, importImage } from './busybox-image.mjs'

const bytesPerBlock = 512
const containerMiB = 1000
const imageMiB = 500
const memoryWaitMs = 60_000
/** At most these shares may stay: 70 % of the memory and 90 % of the disk come back. */
const memoryGoal = 0.3
const diskGoal = 0.1

/**
 * @param {{ root: string, outDir: string, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureGiveBack(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      const endpoint = `unix://${join(home, 'run', 'docker.sock')}`
      const docker = (...args) =>
        execFileSync('docker', ['--host', endpoint, ...args], { encoding: 'utf8' }).trim()
      const busybox = await findBusybox()
      importImage({ home, docker, busybox })
      return [await measureMemory(home, docker), ...(await measureDisk({ home, docker, app, busybox }))]
    } finally {
      await app.end()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const qemuPid = (home) => readFileSync(join(home, 'run', 'qemu.pid'), 'utf8').trim()
const heldBytes = (home) =>
  Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${qemuPid(home)}/status`, 'utf8'))?.[1]) * 1024

async function measureMemory(home, docker) {
  const fill = `dd if=/dev/zero of=/dev/shm/fill bs=1M count=${containerMiB} && sleep 3600`
  const before = heldBytes(home)
  docker(...['run', '-d', '--name', 'big', '--shm-size', '1100m'], image, '/bin/busybox', 'sh', '-c', fill)
  const full = await until(
    () => (heldBytes(home) - before > containerMiB * 0.9 * 2 ** 20 ? heldBytes(home) : undefined),
    240_000,
    'the container to take its memory',
  )
  docker('rm', '-f', 'big')
  const end = performance.now() + memoryWaitMs
  let least = heldBytes(home)
  while (performance.now() < end && least - before > 0.1 * (full - before)) {
    await delay(500)
    least = Math.min(least, heldBytes(home))
  }
  return {
    name: 'memory that stays 60 s after a container of 1 GB ended',
    value: Math.max(0, least - before) / (full - before),
    unit: 'ratio',
    goal: memoryGoal,
  }
}

async function measureDisk({ home, docker, app, busybox }) {
  const data = join(home, 'machine', 'data.img')
  const takenBytes = () => statSync(data).blocks * bytesPerBlock
  // What the engine writes once, and what earlier steps left, is settled first.
  await app.command('reclaim', '--json')
  const before = takenBytes()
  const files = [['noise', imageMiB]]
  importImage({ home, docker, name: 'portside-bench-large', busybox, files })
  const full = await until(
    () => (takenBytes() - before > imageMiB * 0.95 * 2 ** 20 ? takenBytes() : undefined),
    120_000,
    'the image to be on the disk',
  )
  const plan = JSON.parse(await app.command('reclaim', '--dry-run', '--json'))
  const item = plan.items.find(({ name }) => name.startsWith('portside-bench-large'))
  const { hostBytes } = JSON.parse(await app.command('reclaim', item.id, '--json'))
  const went = full - takenBytes()
  return [
    {
      name: 'disk that stays after an image of 500 MB was reclaimed',
      value: Math.max(0, full - before - went) / (full - before),
      unit: 'ratio',
      goal: diskGoal,
    },
    {
      name: 'difference between the freed bytes shown and those of the file',
      value: Math.abs(hostBytes - went) / went,
      unit: 'ratio',
      goal: 0.02,
    },
  ]
}

async function until(ask, deadlineMs, waitingFor) {
  const end = performance.now() + deadlineMs
  for (;;) {
    const answer = ask()
    if (answer !== undefined) return answer
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${waitingFor}`)
    await delay(250)
  }
}
