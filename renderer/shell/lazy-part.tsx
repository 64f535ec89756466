// Parts of the window that the first look does not need: loaded when they are first shown, and all of them once it rests.
import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react'
import { inDesktopApp } from '../api'
import { keepPlace } from './kept-place'

const retryMs = 1000
const triesBeforeAnew = 3
/** Remembered over the reload, so that a part that is truly missing does not make the page load for ever. */
const anewKey = 'portside.page-anew'
const mostAnew = 3
const loaders: (() => Promise<unknown>)[] = []

/** A component whose code is a file of its own. Loading goes on until it succeeds: a lost connection is told elsewhere. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => ReactNode {
  let loaded: ComponentType<P> | undefined
  const know = async (): Promise<ComponentType<P>> => (loaded ??= await untilLoaded(load))
  loaders.push(know)
  const Later = lazy(async () => ({ default: await know() }))
  return function Part(props: P): ReactNode {
    // Chosen once: what arrives later must not take the place of what is shown, and of its state.
    const [Now] = useState(() => loaded)
    if (Now) return <Now {...props} />
    return (
      <Suspense fallback={null}>
        <Later {...props} />
      </Suspense>
    )
  }
}

/** So that nobody waits for a part later. */
export async function loadAllParts(): Promise<void> {
  for (const load of loaders) await load()
}

async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await load()
    } catch {
      if (tries === triesBeforeAnew) await openAnew()
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

/**
 * Chromium remembers that a file of code could not be loaded, and asks for it no more in this page: one that lost a
 * request, as when a network of this computer changed, has to be opened anew. The desktop app asks no network.
 */
async function openAnew(): Promise<void> {
  const before = Number(sessionStorage.getItem(anewKey) ?? 0)
  if (inDesktopApp() || before >= mostAnew) return
  const answers = await fetch(location.pathname, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (!answers) return
  sessionStorage.setItem(anewKey, String(before + 1))
  keepPlace()
  location.reload()
}
