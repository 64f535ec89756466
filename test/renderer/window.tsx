// Puts the window, or a part of it, on a stand-in app through the real rpc over a memory transport.
import { act, cleanup, configure, render, type RenderResult } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeAll, vi } from 'vitest'
import { memoryTransports } from '../../preload/memory-transport'
import type { Transport } from '../../preload/rpc'
import { serve } from '../../preload/rpc-server'
import { loadAllParts } from '../../renderer/shell/lazy-part'
import type { Mirror } from '../../renderer/stores/mirror'
import * as mirrors from '../../renderer/stores/mirrors'
import { keepSession, useSession } from '../../renderer/stores/session'
import type { FakeApp } from './fake-app/fake-app'

const settleDeadlineMs = 20_000
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })
// What is looked for appears at once, or late on a computer that does much else: a second is not enough there.
configure({ asyncUtilTimeout: settleDeadlineMs })

// Nobody waits for a part of the window here, as nobody does once it has rested. Loading all of them may take longer
// beside a hundred other files than any one test has time for.
beforeAll(loadAllParts, 240_000)

/** A test that fails while its window opens has none to close: what it left would show in all tests after it. */
const opened = new Set<() => Promise<void>>()
afterEach(async () => {
  for (const close of opened) await close()
})

export interface OpenWindow extends RenderResult {
  /** Cuts the connection as a closed app would; the window dials again. */
  cut(): void
  /** How often the window dialled. */
  readonly dials: () => number
  close(): Promise<void>
}

export async function openWindow(app: FakeApp, content: ReactNode): Promise<OpenWindow> {
  const over = new AbortController()
  let current: Transport | undefined
  let dials = 0
  const dial = async (): Promise<Transport> => {
    dials += 1
    const [client, server] = memoryTransports()
    serve(server, app.target)
    current = server
    return client
  }
  const ended = keepSession(dial, over.signal)
  const close = async (): Promise<void> => {
    if (!opened.delete(close)) return
    cleanup()
    over.abort()
    await ended
    forget()
  }
  opened.add(close)
  const result = render(content)
  await settle(() => useSession.getState().state === 'open')
  await settle()
  return { ...result, cut: () => current?.close(), dials: () => dials, close }
}

/** The mirrors belong to the page; the next test opens another one. */
function forget(): void {
  empty(mirrors.containers)
  empty(mirrors.trash)
  empty(mirrors.images)
  empty(mirrors.networks)
  empty(mirrors.volumes)
  empty(mirrors.volumeBackups)
  empty(mirrors.pulls)
  empty(mirrors.transfers)
  empty(mirrors.builds)
  empty(mirrors.logins)
  empty(mirrors.forwards)
  mirrors.volumeSizes.setState({ value: undefined })
  empty(mirrors.conflicts)
  empty(mirrors.listeners)
  mirrors.machine.setState({ value: undefined })
  mirrors.engine.setState({ value: undefined })
  mirrors.usage.setState({ value: undefined })
  mirrors.settings.setState({ value: undefined })
  mirrors.appInfo.setState({ value: undefined })
  mirrors.wslSetup.setState({ value: undefined })
  mirrors.readiness.setState({ value: undefined })
  empty(mirrors.workspaces)
}

const empty = <T,>(mirror: Mirror<T>): void => mirror.use.setState({ items: new Map(), loaded: false })

/** Lets frames travel and React render until `done`; fails with the reason after a deadline that a busy machine keeps. */
export async function settle(done: () => boolean = () => true): Promise<void> {
  const deadline = Date.now() + settleDeadlineMs
  do {
    await act(async () => new Promise((resolve) => setImmediate(resolve)))
    await act(async () => new Promise((resolve) => setImmediate(resolve)))
    if (Date.now() > deadline) throw new Error(`not settled in ${settleDeadlineMs} ms: ${String(done)}`)
  } while (!done())
}
