// Coming and going: who visits logs, figures and terminals time and again leaves nothing open and nothing behind.
import { execFileSync } from 'node:child_process'
import { readdir, readlink } from 'node:fs/promises'
import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

/** Of those `before`, what is made once is there. The longer form shows smaller leaks: `npm run test:long`. */
const forms: readonly { readonly visits: number; readonly before: number; readonly tag: string[] }[] = [
  { visits: 50, before: 10, tag: [] },
  { visits: 100, before: 20, tag: ['@long'] },
]
/** Of so many one waits until its shell answers; the others leave while it opens, which is harder to clean up after. */
const waits = 10
/** Bytes that a heap differs by from one collection to the next; a terminal alone holds a tenth of it. */
const growth = 3_000_000

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  docker(
    engine.host,
    ...[
      'run',
      '-d',
      '--name',
      'visited',
      '--stop-timeout',
      '0',
      'busybox',
      'sh',
      '-c',
      'echo printed; sleep 6000',
    ],
  )
})
test.afterAll(({ engine }) => {
  docker(engine.host, 'rm', '-fv', 'visited')
})

/** Connections of the app's process: those to the engine, and the one of the window. */
async function connectionsOf(pid: number): Promise<number> {
  const open = await readdir(`/proc/${pid}/fd`)
  const links = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  return links.filter((link) => link.startsWith('socket:')).length
}

/** In the page itself: each tab by a press, and on to the next once it shows what it is for. */
const visit = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    async ([times = 0, every = 1]) => {
      const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done))
      const shown = async (text: string, place: string): Promise<void> => {
        const deadline = performance.now() + 180_000
        for (;;) {
          const now = document.querySelector(place)?.textContent
          if (now?.includes(text) === true) return
          if (performance.now() > deadline)
            throw new Error(`${place} does not show ${text}, but ${now?.trim().slice(0, 200)}`)
          await frame()
        }
      }
      const open = (name: string): void => {
        const tab = [...document.querySelectorAll<HTMLElement>('.drawer [role=tab]')].find(
          ({ textContent }) => textContent === name,
        )
        tab?.dispatchEvent(new MouseEvent('mousedown', { button: 0, bubbles: true }))
      }
      // Not in the terminal: a key there is typed into its shell, which then stays.
      const press = (key: string, ctrlKey = false): void =>
        void document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
        )
      for (let n = 0; n < times; n++) {
        open('Logs')
        await shown('printed', '.drawer [role=log]')
        open('Stats')
        await frame()
        open('Terminal')
        await shown('', '.drawer .xterm-rows')
        if (n % every !== every - 1) continue
        await shown('#', '.drawer .xterm-rows')
        // Away from the page altogether, and back.
        press('3', true)
        await shown('Images', '.page-head h1')
        press('2', true)
        await shown('visited', '.drawer h2')
      }
      open('Inspect')
      await frame()
    },
    [count, waits],
  )

async function heapOf(session: CDPSession): Promise<{ readonly bytes: number; readonly nodes: number }> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { bytes: usedSize, nodes }
}

for (const { visits, before, tag } of forms)
  test(
    `${visits} visits to logs, figures and terminals leave nothing open and no memory taken`,
    { tag },
    async ({ window, engine, portside }) => {
      // A shell is asked for and left each time.
      test.setTimeout(600_000)
      const session = await window.context().newCDPSession(window)
      await window.getByRole('row', { name: /visited/ }).click()
      await window.keyboard.press('Enter')
      await window.getByRole('tab', { name: 'Inspect' }).click()
      const processes = (): string[] =>
        docker(engine.host, 'top', 'visited', '-eo', 'pid,stat,args').split('\n').slice(1)
      const alone = processes()
      const connections = await connectionsOf(portside.process.pid)
      await visit(window, before)
      const half = (visits - before) / 2
      const heaps = [await heapOf(session)]
      for (let n = 0; n < 2; n++) {
        await visit(window, half)
        heaps.push(await heapOf(session))
      }
      const grown = (what: 'bytes' | 'nodes'): readonly number[] =>
        heaps.slice(1).map((heap, n) => heap[what] - (heaps[n]?.[what] ?? 0))
      expect(grown('bytes').reduce((all, one) => all + one)).toBeLessThan(growth)
      // What shows once comes in one half; what each visit left would come in both, a node for each at least.
      expect(Math.min(...grown('nodes')), `nodes ${grown('nodes').join(', ')}`).toBeLessThan(half)
      await expect
        .poll(() => connectionsOf(portside.process.pid), { timeout: 120_000 })
        .toBeLessThanOrEqual(connections)
      await expect.poll(processes, { timeout: 120_000 }).toEqual(alone)
    },
  )
