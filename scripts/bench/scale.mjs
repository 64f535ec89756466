// Measures the window with 1000 containers and 500 images: lists, filter, sort, selection, and 20 bursts of 500 events.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import Docker from 'dockerode'
import { extract, pack } from 'tar-stream'
import { connect, startEngine } from './engine-session.mjs'
import { loadModule } from './load-module.mjs'
import { watchTasks } from './page-tasks.mjs'
import { median } from './result.mjs'

const containers = 1000
const runningContainers = 20
const images = 500
const projects = 40
const bursts = 20
const burstEvents = 500
/** Requests at once: as many as the engine answers without a queue of its own. */
const lanes = 8
const listGoalMs = 1500
/** Input answers within this time. What keeps the page busy for longer would hold it up. */
const answerGoalMs = 100
/** For a busy computer; nothing waits so long when all is well. */
const settleMs = 300_000

/**
 * @param {{ root: string, runs: number, progress: { line(text: string): void }, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureScale({ root, runs, progress, signal }) {
  const { startDesktop, electron } = await loadModule('test/e2e/support/desktop.ts')
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const home = join(folder, 'home')
  const ends = []
  try {
    mkdirSync(home)
    const socket = (await startEngine(root, ends)).replace('unix://', '')
    const docker = new Docker({ socketPath: socket })
    await fill(socket, docker, progress)
    progress.line(`scale: the app, on ${electron}`)
    const start = async () => {
      const desktop = await startDesktop({ engine: socket, home, args: ['portside://containers'] })
      desktop.page.setDefaultTimeout(settleMs)
      return desktop
    }
    const samples = []
    // The first one makes the state folder.
    for (let run = 0; run <= runs; run++) {
      signal?.throwIfAborted()
      const begun = performance.now()
      const desktop = await start()
      try {
        await listed(desktop.page, containers)
        if (run > 0) samples.push(performance.now() - begun)
      } finally {
        await desktop.quit()
      }
    }
    const desktop = await start()
    ends.push(() => desktop.quit())
    await listed(desktop.page, containers)
    const answers = await measureAnswers(desktop.page, runs, progress)
    const services = await connect(join(home, 'run', 'portside.sock'), ends)
    const live = await measureBursts({ page: desktop.page, docker, services, progress, signal })
    return [
      {
        name: `launch to the window with its first list, ${containers} containers`,
        value: median(samples),
        unit: 'ms',
        goal: listGoalMs,
        samples,
      },
      ...answers,
      ...live,
    ]
  } finally {
    for (const end of ends.reverse()) await end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Containers are made, not started, but for a few: it takes about a minute on two quiet cores. */
async function fill(socket, docker, progress) {
  const step = progress.step('scale')
  step.note(`${images} images`)
  await loadImages(socket)
  let count = 0
  const made = await inLanes(containers, (n) => {
    step.update(`${++count} of ${containers} containers`)
    return docker.createContainer({
      Image: `bench/image-${n % images}:1`,
      name: `bench-${n}`,
      Cmd: ['/bin/busybox', 'sleep', '36000'],
      Labels: {
        'com.docker.compose.project': `project-${n % projects}`,
        'com.docker.compose.service': `service-${Math.floor(n / projects)}`,
      },
    })
  })
  for (const one of made.slice(0, runningContainers)) await one.start()
  step.done(`${containers} containers, ${images} images`)
}

/** One archive as `docker save` writes it: a layer with a busybox that all images share, and a description for each. */
async function loadImages(socket) {
  const host = ['--host', `unix://${socket}`]
  await done(spawn('docker', [...host, 'pull', '-q', 'busybox'], { stdio: 'ignore' }))
  const save = spawn('docker', [...host, 'save', 'busybox'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { config, layers } = await readSaved(save.stdout)
  const archive = pack()
  const load = spawn('docker', [...host, 'load', '-q'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const sent = pipeline(archive, load.stdin)
  const add = (name, content) => archive.entry({ name }, content)
  for (const { name, content } of layers) add(name, content)
  const manifest = Array.from({ length: images }, (_, n) => {
    const name = `image-${n}.json`
    add(name, JSON.stringify({ ...config, config: { ...config.config, Labels: { number: String(n) } } }))
    return { Config: name, RepoTags: [`bench/image-${n}:1`], Layers: layers.map((layer) => layer.name) }
  })
  add('manifest.json', JSON.stringify(manifest))
  archive.finalize()
  await Promise.all([sent, done(load)])
}

async function readSaved(stream) {
  const files = new Map()
  const reader = extract()
  stream.pipe(reader)
  for await (const entry of reader) {
    const parts = []
    for await (const part of entry) parts.push(part)
    files.set(entry.header.name, Buffer.concat(parts))
  }
  const [{ Config, Layers }] = JSON.parse(files.get('manifest.json').toString())
  return {
    config: JSON.parse(files.get(Config).toString()),
    layers: Layers.map((path, index) => ({ name: `layer-${index}.tar`, content: files.get(path) })),
  }
}

async function done(child) {
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`)
}

async function inLanes(count, work) {
  const results = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const n = next++
      results[n] = await work(n)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

/** Until the list has as many rows, those of projects not counted. */
const listed = (page, count) =>
  page.waitForFunction(
    (wanted) => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')) > wanted,
    count,
  )

/** From an input of a person to the picture that answers it, the worst of several in each case. */
async function measureAnswers(page, runs, progress) {
  const worst = { filter: [], sort: [], select: [], images: [], imageFilter: [] }
  const search = page.getByRole('searchbox').first()
  const sort = page.getByRole('columnheader').getByRole('button').first()
  for (let run = 0; run < runs; run++) {
    progress.line(`scale: filter, sort, select, images; ${run + 1} of ${runs}`)
    await search.focus()
    for (const key of 'bench-77') worst.filter.push(await answered(page, 'input', () => search.press(key)))
    await page.waitForFunction(
      () => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')) < 40,
    )
    for (let n = 0; n < 8; n++)
      worst.filter.push(await answered(page, 'input', () => search.press('Backspace')))
    await listed(page, containers)
    worst.sort.push(await answered(page, 'click', () => sort.click()))
    const all = page.locator('.list-head [role="checkbox"], .list-head input[type="checkbox"]').first()
    worst.select.push(await answered(page, 'click', () => all.click()))
    await page
      .getByRole('toolbar')
      .getByText(new RegExp(`^${containers.toLocaleString('en')}\\D`))
      .waitFor()
    worst.select.push(await answered(page, 'click', () => all.click()))
    worst.images.push(await answered(page, 'keydown', () => page.keyboard.press('Control+3')))
    await page
      .getByRole('row', { name: /bench\/image-/ })
      .first()
      .waitFor()
    const filter = page.getByRole('searchbox').first()
    await filter.focus()
    for (const key of 'image-44')
      worst.imageFilter.push(await answered(page, 'input', () => filter.press(key)))
    await filter.fill('')
    await page.keyboard.press('Control+2')
    await listed(page, containers)
  }
  const result = (what, samples) => ({
    name: `${what}, the slowest of ${samples.length}`,
    value: Math.max(...samples),
    unit: 'ms',
    goal: answerGoalMs,
  })
  return [
    result(`a letter in the filter of ${containers} containers`, worst.filter),
    result('sorting them', worst.sort),
    result('selecting all of them', worst.select),
    result(`opening the page of ${images} images`, worst.images),
    result('a letter in their filter', worst.imageFilter),
  ]
}

/** Milliseconds from the event's own time until the frame after it was painted. */
async function answered(page, type, act) {
  await page.evaluate((name) => {
    globalThis.answer = new Promise((resolve) => {
      addEventListener(
        name,
        ({ timeStamp }) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.addEventListener('message', () => resolve(performance.now() - timeStamp))
            port1.start()
            port2.postMessage(0)
          }),
        { capture: true, once: true },
      )
    })
  }, type)
  await act()
  return page.evaluate(() => globalThis.answer)
}

/** Renames half of the containers at once, again and again: one event each. */
async function measureBursts({ page, docker, services, progress, signal }) {
  const step = progress.step('scale')
  const all = await docker.listContainers({ all: true })
  const chosen = all.slice(0, burstEvents).map(({ Id }) => docker.getContainer(Id))
  const tasks = await watchTasks(page)
  const settled = []
  for (let burst = 0; burst < bursts; burst++) {
    signal?.throwIfAborted()
    await inLanes(chosen.length, (n) => chosen[n].rename({ name: `bench-${n}-${burst}` }))
    const ended = performance.now()
    await sameAsEngine(docker, services, signal)
    settled.push(performance.now() - ended)
    step.update(`burst ${burst + 1} of ${bursts}, ${burstEvents} events each`)
  }
  const { clockMs, long, processorMs } = await tasks()
  const shown = await page.evaluate(() =>
    document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount'),
  )
  if (Number(shown) !== containers + projects + 1)
    throw new Error(`the window shows ${shown} rows of ${containers} containers in ${projects} projects`)
  return [
    {
      name: `longest task of the page during ${bursts} bursts of ${burstEvents} events (${long} above 50 ms)`,
      value: clockMs,
      unit: 'ms',
      goal: answerGoalMs,
    },
    {
      name: 'longest of these tasks by the processor time of the page alone',
      value: processorMs,
      unit: 'ms',
      goal: answerGoalMs / 2,
    },
    {
      name: 'from the end of a burst until the app has the engine’s own list',
      value: median(settled),
      unit: 'ms',
      samples: settled,
    },
  ]
}

/** @throws after some minutes in which something stayed lost */
async function sameAsEngine(docker, services, signal) {
  const textOf = (id, name, state) => `${id} ${name} ${state}`
  const deadline = performance.now() + settleMs
  const engine = (await docker.listContainers({ all: true }))
    .map(({ Id, Names, State }) => textOf(Id, Names[0].slice(1), State))
    .sort()
    .join('\n')
  for (;;) {
    const own = (await snapshot(services.containers.watchContainers()))
      .map(({ id, name, state }) => textOf(id, name, state))
      .sort()
      .join('\n')
    if (own === engine) return
    if (performance.now() > deadline) throw new Error('the app lost what happened in a burst of events')
    await delay(20, undefined, { signal })
  }
}

async function snapshot(watch) {
  for await (const change of watch) if (change.kind === 'snapshot') return change.items
  throw new Error('the watch ended first')
}
