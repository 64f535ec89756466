// The window's first moments: until its first list is there, nothing else is worth the processor.
import { useEffect, useState } from 'react'
import { containers, engine } from '../stores/mirrors'

/** Most engines that are up answer within it, in ms from the page's own start. */
const shortWaitMs = 1500
/** Nobody looks at a list then: the engine is off, or its machine is still starting. */
const longestWaitMs = 4000

/** Whether so little time has passed that an engine that is up may not have answered yet. */
export function useFirstMoment(): boolean {
  const [isFirst, setIsFirst] = useState(() => performance.now() < shortWaitMs)
  useEffect(() => {
    if (!isFirst) return
    const timer = setTimeout(() => setIsFirst(false), shortWaitMs - performance.now())
    return () => clearTimeout(timer)
  }, [isFirst])
  return isFirst
}

/** Calls back once, when the window rests after its first list; without an engine after a while. */
export function afterFirstLook(then: () => void): void {
  const look = (): void => {
    if (engine.getState().value?.state !== 'connected' || !containers.use.getState().loaded) return
    seen()
  }
  const seen = (): void => {
    clearTimeout(timer)
    stop()
    // After the list was painted.
    requestAnimationFrame(() => requestIdleCallback(then, { timeout: 3000 }))
  }
  const timer = setTimeout(seen, longestWaitMs)
  const stop = engine.subscribe(look)
  look()
}
