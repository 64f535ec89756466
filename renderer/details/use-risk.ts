// How much a container alone has, for the tab that tells of it: what a pane learned last, or asked for where it is shown.
import { useEffect } from 'react'
import { create } from 'zustand'
import type { ContainerData } from '../../preload/model'
import { useContainer } from '../stores/mirrors'
import { useSession } from '../stores/session'

/** Whoever only passes by does not make the engine count. */
const restMs = 500
const freshMs = 30_000

interface Known {
  readonly id: string
  readonly bytes: number
  /** Epoch ms. */
  readonly at: number
}

/** Of one container: the one whose details are open. */
const useKnown = create<{ readonly known?: Known }>(() => ({}))

/** The panes agree with the tab: what one of them learned is what it says. */
export const noteData = (id: string, data: ContainerData): void =>
  useKnown.setState({ known: { id, bytes: bytesAtRisk(data), at: Date.now() } })

/** As the verdict of the pane says it. */
export const bytesAtRisk = ({ changedFiles, layerBytes }: ContainerData): number =>
  changedFiles === 0 ? 0 : layerBytes

/** Undefined while it is not known. `turn` is what may have made it old, as another tab; `asks` says whether it is shown. */
export function useRisk(id: string, turn: string, asks: boolean): number | undefined {
  const contract = useSession((state) => state.contract)
  const state = useContainer(id)?.state
  useEffect(() => {
    const { known } = useKnown.getState()
    if (!asks || !contract || (known?.id === id && Date.now() - known.at < freshMs)) return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      contract.containers.getData({ id, signal: abort.signal }).then(
        (data) => noteData(id, data),
        // The pane with the data says what is wrong when it is opened.
        () => {},
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [contract, id, state, turn, asks])
  return useKnown(({ known }) => (known?.id === id ? known.bytes : undefined))
}
