// What the steps of a build print, followed only while it is shown.
import { useEffect, useState } from 'react'
import type { BuildLine } from '../../preload/model'
import { useSession } from '../stores/session'
import { follow } from '../stores/watches'

/** More than this is read in a terminal, not in a card. */
const shownLines = 1000

export function useBuildLog(buildId: string): readonly BuildLine[] {
  const contract = useSession((state) => state.contract)
  const [lines, setLines] = useState<readonly BuildLine[]>([])
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    const { signal } = abort
    let all: readonly BuildLine[] = []
    const take = (more: readonly BuildLine[]): void => {
      all = [...all, ...more].slice(-shownLines)
      setLines(all)
    }
    void follow(contract.builds.watchLog({ buildId, signal }), take, signal)
    return () => abort.abort()
  }, [contract, buildId])
  return lines
}
