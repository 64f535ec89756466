// Volumes that are saved, made from a file or copied: how far each is, and how the ended ones went.
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { VolumeTransfer } from '../../preload/model'
import { ActiveCard, EndedCard } from '../images/job-card'
import { formatBytes, formatBytesPair } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { volumeTransfers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

export function VolumeTransfers(): ReactNode {
  const ids = volumeTransfers.use(
    useShallow((state) =>
      [...state.items.values()]
        .sort((a, b) => b.startedAt - a.startedAt)
        .filter(
          (one, at, all) => one.state !== 'done' || all.findIndex((other) => isAlike(one, other)) === at,
        )
        .map(({ id }) => id),
    ),
  )
  if (ids.length === 0) return null
  return (
    <div className="pulls">
      {ids.map((id) => (
        <OneTransfer key={id} id={id} />
      ))}
    </div>
  )
}

/** Of what was done again and again the last time is told. */
const isAlike = (one: VolumeTransfer, other: VolumeTransfer): boolean =>
  other.state === 'done' && one.kind === other.kind && one.name === other.name

function OneTransfer({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const transfer = volumeTransfers.use((state) => state.items.get(id))
  if (!transfer) return null
  const { kind, name, state, doneBytes, totalBytes, error } = transfer
  if (state === 'active') {
    return (
      <ActiveCard
        title={t(`volumeJob.${kind}Active`, { name })}
        facts={factsOf(t, doneBytes, totalBytes)}
        label={name}
        doneBytes={doneBytes}
        totalBytes={totalBytes}
        layers={[]}
        onCancel={async () => contract().volumes.cancelTransfer({ transferId: id })}
      />
    )
  }
  const words = {
    done: `volumeJob.${kind}Done`,
    failed: `volumeJob.${kind}Failed`,
    cancelled: 'transfer.cancelled',
  } as const
  return (
    <EndedCard
      done={state === 'done'}
      text={t(words[state], { name })}
      facts={formatBytes(doneBytes)}
      error={error}
      onDismiss={async () => contract().volumes.dismissTransfer({ transferId: id })}
    />
  )
}

/** What a volume takes on the disk is only about what is in its archive. */
function factsOf(t: Translate, doneBytes: number, totalBytes: number): string {
  if (doneBytes === 0) return t('transfer.preparing')
  return doneBytes > totalBytes
    ? formatBytes(doneBytes)
    : t('pull.of', formatBytesPair(doneBytes, totalBytes))
}
