// The time for texts such as "38 min ago": one timer per pace for the whole window, none while it is hidden.
import { useSyncExternalStore } from 'react'

export type Pace = 'second' | 'minute'

const paceMs: Readonly<Record<Pace, number>> = { second: 1000, minute: 30_000 }

interface Ticker {
  now: number
  readonly listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | undefined
}

const newTicker = (): Ticker => ({ now: Date.now(), listeners: new Set(), timer: undefined })
const tickers: Readonly<Record<Pace, Ticker>> = { second: newTicker(), minute: newTicker() }

const tick = (ticker: Ticker): void => {
  ticker.now = Date.now()
  for (const listener of ticker.listeners) listener()
}

/** Starts or stops the timer, depending on whether somebody looks. */
function arrange(pace: Pace): void {
  const ticker = tickers[pace]
  const wanted = ticker.listeners.size > 0 && document.visibilityState === 'visible'
  if (wanted && ticker.timer === undefined) {
    ticker.timer = setInterval(() => tick(ticker), paceMs[pace])
  } else if (!wanted && ticker.timer !== undefined) {
    clearInterval(ticker.timer)
    ticker.timer = undefined
  }
}

const paces: readonly Pace[] = ['second', 'minute']

document.addEventListener('visibilitychange', () => {
  for (const pace of paces) {
    if (document.visibilityState === 'visible' && tickers[pace].listeners.size > 0) tick(tickers[pace])
    arrange(pace)
  }
})

const subscribeTo: Readonly<Record<Pace, (listener: () => void) => () => void>> = {
  second: subscriber('second'),
  minute: subscriber('minute'),
}

function subscriber(pace: Pace): (listener: () => void) => () => void {
  return (listener) => {
    const ticker = tickers[pace]
    if (ticker.listeners.size === 0) ticker.now = Date.now()
    ticker.listeners.add(listener)
    arrange(pace)
    return () => {
      ticker.listeners.delete(listener)
      arrange(pace)
    }
  }
}

/** Epoch ms, renewed at the pace. */
export const useNow = (pace: Pace): number => useSyncExternalStore(subscribeTo[pace], () => tickers[pace].now)
