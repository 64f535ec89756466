// Everything under way with images, the newest first.
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { pulls, transfers } from '../stores/mirrors'
import { PullPanel } from './pull-panel'
import { TransferPanel } from './transfer-panel'

interface Begun {
  readonly id: string
  readonly startedAt: number
}

const newestFirst = (items: Iterable<Begun>): string[] =>
  [...items].sort((a, b) => b.startedAt - a.startedAt).map(({ id }) => id)

export function JobPanels(): ReactNode {
  const pullIds = pulls.use(useShallow((state) => newestFirst(state.items.values())))
  const transferIds = transfers.use(useShallow((state) => newestFirst(state.items.values())))
  if (pullIds.length + transferIds.length === 0) return null
  return (
    <div className="pulls">
      {transferIds.map((id) => (
        <TransferPanel key={id} id={id} />
      ))}
      {pullIds.map((id) => (
        <PullPanel key={id} id={id} />
      ))}
    </div>
  )
}
