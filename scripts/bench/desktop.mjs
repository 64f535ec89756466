// Measures the desktop app, in Electron where there is one and in the emulator otherwise, with 100 containers.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, proxyEngine, startEngine } from './engine-session.mjs'
import { measureLaunch } from './launch.mjs'
import { loadModule } from './load-module.mjs'
import { median } from './result.mjs'

const containers = 100
/** Of those; the others were never started. */
const runningContainers = 20
const trayUpdates = 1000
/** The tray gathers changes for 100 ms. */
const trayPaceMs = 105
const listGoalMs = 1500
const mainGoalBytes = 150e6
const pageGoalBytes = 200e6
/** What a heap differs by anyway from one collection to the next. */
const growthGoalBytes = 0.5e6
const quitGoalMs = 10_000

/**
 * @param {{ root: string, runs: number, progress: { line(text: string): void }, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureDesktop({ root, runs, progress, signal }) {
  const { startDesktop, desktopCommand, electron } = await loadModule('test/e2e/support/desktop.ts')
  progress.line(`desktop: on ${electron}`)
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const home = join(folder, 'home')
  const ends = []
  try {
    mkdirSync(home)
    const host = await startEngine(root, ends)
    fill(host)
    const proxy = await proxyEngine(host.replace('unix://', ''), join(folder, 'engine.sock'), ends)
    const options = { engine: proxy.socket, home, args: ['portside://containers'] }
    // The first one makes the state folder.
    const first = await startDesktop(options)
    await first.quit()
    const samples = []
    for (let run = 0; run < runs; run++)
      samples.push(await measureLaunch({ ...desktopCommand(options, home), signal }))
    const desktop = await startDesktop(options)
    ends.push(() => desktop.quit())
    await desktop.page.getByRole('row').nth(2).waitFor()
    const memory = memoryOf(desktop)
    const services = await connect(join(home, 'run', 'portside.sock'), ends)
    const growth = await trayGrowth(desktop, services, signal)
    proxy.getStuck()
    const asked = performance.now()
    await desktop.quit()
    const quitMs = performance.now() - asked
    return [
      {
        name: `launch to the window with its first list, ${containers} containers`,
        value: median(samples),
        unit: 'ms',
        goal: listGoalMs,
        samples,
      },
      { name: 'main process', value: memory.main, unit: 'bytes', goal: mainGoalBytes },
      { name: 'page', value: memory.page, unit: 'bytes', goal: pageGoalBytes },
      {
        name: `growth of the data in the heap while the tray is updated ${trayUpdates} times`,
        value: growth.byUpdates,
        unit: 'bytes',
        goal: growthGoalBytes,
      },
      { name: '  in the same time without an update', value: growth.byTime, unit: 'bytes' },
      { name: 'quit while the engine is stuck', value: quitMs, unit: 'ms', goal: quitGoalMs },
    ]
  } finally {
    for (const end of ends.reverse()) await end()
    rmSync(folder, { recursive: true, force: true })
  }
}

function fill(host) {
  const docker = (...args) => execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()
  docker('pull', '-q', 'busybox')
  for (let n = 0; n < containers; n++)
    docker(
      ...(n < runningContainers ? ['run', '-d'] : ['create']),
      ...['--name', `bench-${n}`, '--label', `com.docker.compose.project=project-${n % 20}`],
      ...['busybox', 'sleep', '36000'],
    )
}

/** Proportional set sizes: what a process shares counts in part. */
function memoryOf(desktop) {
  const main = desktop.electron.process().pid
  const pages = descendants(main).filter((pid) => wordsOf(pid).includes('--type=renderer'))
  if (pages.length === 0) throw new Error('no process of a page was found')
  return { main: setSize(main), page: Math.max(...pages.map(setSize)) }
}

function descendants(pid) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }))
  const below = (one) =>
    parents.filter(({ parent }) => parent === one).flatMap((child) => [child.pid, ...below(child.pid)])
  return below(pid)
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It has ended.
    return ''
  }
}
const parentOf = (pid) => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1])
/** Chromium's pages have them as one text with spaces. */
const wordsOf = (pid) => read(`/proc/${pid}/cmdline`)
const setSize = (pid) => Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1]) * 1024

/** Changes the language back and forth, so that every text of the tray's menu is another one. In bytes. */
async function trayGrowth(desktop, services, signal) {
  const change = async (count) => {
    const before = (await desktop.recorded()).trayUpdates
    for (let n = 0; n < count; n++) {
      await services.settings.update({ change: { language: n % 2 === 0 ? 'ko' : 'en' } })
      await delay(trayPaceMs, undefined, { signal })
    }
    const updates = (await desktop.recorded()).trayUpdates - before
    if (updates < count * 0.9) throw new Error(`${updates} updates of the tray instead of ${count}`)
  }
  // V8 compiles what becomes hot until about the 800th, and keeps notes about it; what grows after these, stays.
  await change(trayUpdates)
  const before = await heapOf(desktop)
  // The app notes figures as time goes by, whatever the tray does.
  await delay(trayUpdates * trayPaceMs, undefined, { signal })
  const rested = await heapOf(desktop)
  await change(trayUpdates)
  return { byTime: rested - before, byUpdates: (await heapOf(desktop)) - rested }
}

/**
 * Bytes of data in the main process after a collection. Code is not data: until about the 800th update V8 goes on
 * compiling what has become hot, which was nine tenths of all growth, and ends.
 */
const heapOf = (desktop) =>
  desktop.electron.evaluate(() => {
    const { getHeapSpaceStatistics, setFlagsFromString } = process.getBuiltinModule('node:v8')
    setFlagsFromString('--expose-gc')
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc')
    collect()
    collect()
    return getHeapSpaceStatistics()
      .filter(({ space_name: name }) => !/code|trusted|read_only/.test(name))
      .reduce((sum, { space_used_size: bytes }) => sum + bytes, 0)
  })
