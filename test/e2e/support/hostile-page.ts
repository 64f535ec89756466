// What a page that was taken over would try: each attempt runs inside the window and tells how it ended.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type Page } from '@playwright/test'
import type { DesktopApp } from './desktop'

/** What the page would do if it got through; read from the page's world. */
interface Prey {
  taken?: string
  readonly portside: {
    send(frame: unknown): void
    onMessage(listener: (frame: Answer) => void): void
  }
}
interface Answer {
  readonly t: string
  readonly id: number
  readonly error?: { readonly code: string }
}

/** Each has a time of its own, so that what gets no answer is named. */
const evaluate = <T, A>(page: Page, name: string, what: (arg: A) => T | Promise<T>, arg: A): Promise<T> =>
  // The types of the arguments' handles are of no use here: only plain values are given.
  test.step(name, () => page.evaluate(what as (arg: unknown) => Promise<T>, arg), { timeout: 90_000 })

/** A server that must never be asked: its address, and what was asked of it. */
export async function elsewhere(): Promise<{
  readonly url: string
  readonly asked: readonly string[]
  close(): void
}> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', 'text/javascript')
    response.end('globalThis.taken = "script from elsewhere"')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => void server.close(),
  }
}

/** Tries to run what is not the app's own, and to load or reach anything elsewhere. By attempt: how it ended. */
export const runForeign = (page: Page, url: string): Promise<Record<string, string>> =>
  evaluate(
    page,
    'foreign code',
    async (away) => {
      const prey = globalThis as unknown as Prey
      // In a task of the page's own: what the debugger evaluates itself is not bound by the policy.
      await new Promise((later) => setTimeout(later))
      const ended: Record<string, string> = {}
      const attempt = async (name: string, what: () => unknown): Promise<void> => {
        const silence = new Promise((resolve) => setTimeout(resolve, 30_000, 'no answer'))
        try {
          ended[name] = String(await Promise.race([what(), silence]))
        } catch (error) {
          ended[name] = `refused: ${(error as Error).name}`
        }
      }
      const load = (tag: string, attributes: Record<string, string>): Promise<string> =>
        new Promise((resolve) => {
          const element = document.createElement(tag)
          element.addEventListener('load', () => resolve('loaded'))
          element.addEventListener('error', () => resolve('refused'))
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
          document.body.append(element)
        })
      await attempt('eval', () =>
        Reflect.apply(Reflect.get(globalThis, 'eval') as () => unknown, null, ['1']),
      )
      await attempt('new Function', () => Reflect.construct(Function, ['return 1']) as unknown)
      await attempt('script from elsewhere', () => load('script', { src: `${away}/script.js` }))
      await attempt('module from elsewhere', () =>
        load('script', { type: 'module', src: `${away}/module.js` }),
      )
      await attempt('style from elsewhere', () =>
        load('link', { rel: 'stylesheet', href: `${away}/style.css` }),
      )
      await attempt('image from elsewhere', () => load('img', { src: `${away}/image.png` }))
      await attempt('handler in markup', () => load('img', { src: 'data:,x', onerror: 'taken = "handler"' }))
      await attempt('script in markup', () => {
        const script = document.createElement('script')
        script.textContent = 'globalThis.taken = "script in markup"'
        document.body.append(script)
        script.remove()
        return prey.taken ?? 'refused'
      })
      await attempt('fetch', () => fetch(`${away}/fetch`, { mode: 'no-cors' }))
      await attempt('socket', () => {
        const socket = new WebSocket(away.replace('http', 'ws'))
        return new Promise((resolve) => {
          socket.addEventListener('open', () => resolve('open'))
          socket.addEventListener('error', () => resolve('refused'))
        })
      })
      await attempt('worker from elsewhere', () => {
        const worker = new Worker(`${away}/worker.js`)
        return new Promise((resolve) => worker.addEventListener('error', () => resolve('refused')))
      })
      await attempt('frame with the bridge', () => {
        const frame = document.createElement('iframe')
        document.body.append(frame)
        const bridge = (frame.contentWindow as unknown as Partial<Prey> | null)?.portside
        frame.remove()
        return bridge === undefined ? 'refused' : 'has the bridge'
      })
      ended.taken = prey.taken ?? 'nothing'
      return ended
    },
    url,
  )

/** Tries to leave, and to open windows, elsewhere. What became of it shows on the window and on the server. */
export const leave = (page: Page, url: string): Promise<void> =>
  evaluate(
    page,
    'leaving',
    (away) => {
      // Pages of this computer's own ports may be opened, in the browser of the person.
      const far = 'https://portside.invalid'
      for (const address of [far, 'file:///etc/passwd', 'vscode://open', 'data:text/html,x'])
        window.open(address)
      const link = document.createElement('a')
      for (const [href, target] of [
        [`${away}/link`, ''],
        [`${away}/top`, '_top'],
        [far, '_blank'],
      ]) {
        Object.assign(link, { href, target })
        document.body.append(link)
        link.click()
      }
      link.remove()
      const form = document.createElement('form')
      form.action = `${away}/form`
      document.body.append(form)
      form.submit()
      form.remove()
      location.assign(`${away}/assign`)
    },
    url,
  )

/** Asks for what a page may ask of its browser. By permission: the answer. */
export const askPermissions = (page: Page): Promise<Record<string, string>> =>
  evaluate(
    page,
    'permissions',
    async () => ({
      notifications: await Notification.requestPermission(),
      geolocation: await new Promise<string>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'denied' : 'unknown'),
        ),
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    }),
    undefined,
  )

/**
 * Calls over the bridge whatever the page likes. By call: the code of the error, or `answered`. Arguments go as JSON,
 * so that a `__proto__` key arrives as one; `{"$size": n}` stands for so many letters.
 */
export const callOverBridge = (
  page: Page,
  calls: Readonly<Record<string, readonly [service: string, method: string, args: string]>>,
): Promise<Record<string, string>> =>
  evaluate(
    page,
    'calls over the bridge',
    async (all) => {
      const { portside } = globalThis as unknown as Prey
      const ended: Record<string, string> = {}
      const waiting = new Map<number, (how: string) => void>()
      portside.onMessage(({ t, id, error }) => {
        if (t === 'end' || t === 'error') waiting.get(id)?.(error?.code ?? 'answered')
      })
      // No frames at all: nothing answers, and nothing breaks.
      for (const nothing of [null, 'x', 7, [], {}, { t: 'call' }, { t: 'next', id: -1 }])
        portside.send(nothing)
      let id = 1_000_000
      for (const [name, [service, method, text]] of Object.entries(all)) {
        const args = JSON.parse(text, (_key, value: unknown) =>
          typeof value === 'object' && value !== null && '$size' in value
            ? 'x'.repeat(Number(value.$size))
            : value,
        ) as unknown
        id += 1
        const own = id
        ended[name] = await new Promise((resolve) => {
          waiting.set(own, resolve)
          portside.send({ t: 'call', id: own, service, method, args })
        })
      }
      return ended
    },
    calls,
  )

/** Sends one call to the main process as if from the window, another frame of it, a frame that is gone, or another page. */
export const callFromFrame = (
  desktop: DesktopApp,
  from: 'window' | 'other frame' | 'no frame' | 'other page',
  theme: string,
): Promise<void> =>
  desktop.electron.evaluate(
    ({ ipcMain, BrowserWindow }, [frame, wanted]) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const senders = {
        window: { sender: contents, senderFrame: contents?.mainFrame },
        'other frame': { sender: contents, senderFrame: { url: contents?.mainFrame.url } },
        'no frame': { sender: contents, senderFrame: null },
        'other page': { sender: { mainFrame: contents?.mainFrame }, senderFrame: contents?.mainFrame },
      }
      const call = { t: 'call', id: 2_000_000, service: 'settings', method: 'update' }
      ipcMain.emit('portside:frame', senders[frame], { ...call, args: { change: { theme: wanted } } })
    },
    [from, theme] as const,
  )
