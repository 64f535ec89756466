// Keeps details with their container when it is made again: a limit was lifted, a port moved, it was run with changes, or
// somebody removed it and made another of its name, as Compose does.
import { useEffect } from 'react'
import { waitingSuffix } from '../../preload/container-state'
import { containers } from '../stores/mirrors'
import { openDetails, useUi } from '../stores/ui'

/** The new one has the name, and the old one another until it is gone. */
export function useMadeAgain(id: string): void {
  useEffect(() => {
    let name: string | undefined
    const look = (): void => {
      const { items } = containers.use.getState()
      const own = items.get(id)
      if (own) {
        name = own.name.endsWith(waitingSuffix) ? own.name.slice(0, -waitingSuffix.length) : own.name
        return
      }
      const { details } = useUi.getState()
      const next = name && [...items.values()].find((one) => one.name === name)
      if (!next || details?.id !== id) return
      // A text that is not saved is asked about once, and stays in sight until that is answered.
      name = undefined
      openDetails(next.id, details.tab)
    }
    look()
    return containers.use.subscribe(look)
  }, [id])
}
