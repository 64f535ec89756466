// Everything under way with images, or with the files of containers, the newest first.
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ImageTransfer } from '../../preload/model'
import { pulls, transfers } from '../stores/mirrors'
import { PullPanel } from './pull-panel'
import { TransferPanel } from './transfer-panel'

interface Begun {
  readonly id: string
  readonly startedAt: number
}

const newestFirst = (items: Iterable<Begun>): string[] =>
  [...items].sort((a, b) => b.startedAt - a.startedAt).map(({ id }) => id)

const useTransfers = (wanted: (transfer: ImageTransfer) => boolean): readonly string[] =>
  transfers.use(useShallow((state) => newestFirst([...state.items.values()].filter(wanted))))

const isExport = ({ kind }: ImageTransfer): boolean => kind === 'export'

export function JobPanels(): ReactNode {
  const pullIds = pulls.use(useShallow((state) => newestFirst(state.items.values())))
  const transferIds = useTransfers((one) => !isExport(one))
  if (pullIds.length + transferIds.length === 0) return null
  return (
    <div className="pulls">
      <Transfers ids={transferIds} />
      {pullIds.map((id) => (
        <PullPanel key={id} id={id} />
      ))}
    </div>
  )
}

/** On the page of containers. */
export function ExportPanels(): ReactNode {
  const ids = useTransfers(isExport)
  if (ids.length === 0) return null
  return (
    <div className="pulls">
      <Transfers ids={ids} />
    </div>
  )
}

const Transfers = ({ ids }: { readonly ids: readonly string[] }): ReactNode =>
  ids.map((id) => <TransferPanel key={id} id={id} />)
