// Parts of the window that the first look does not need: loaded when they are first shown, and all of them once it rests.
import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react'

const retryMs = 1000
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
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}
