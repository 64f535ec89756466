// Images on their way out or in: pushed, saved, loaded, imported; how the ended ones went.
import { memo, type ReactNode } from 'react'
import type { ImageTransfer } from '../../preload/model'
import { Button } from '../components/button'
import { formatBytes, formatBytesPair } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { transfers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { ActiveCard, EndedCard, run } from './job-card'

export const TransferPanel = memo(function TransferPanel({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const transfer = transfers.use((state) => state.items.get(id))
  if (!transfer) return null
  const { kind, name, state, doneBytes, totalBytes, layers, error } = transfer
  if (state === 'active') {
    return (
      <ActiveCard
        title={t(`transfer.${kind}`, { name })}
        facts={factsOf(t, transfer)}
        label={name}
        doneBytes={doneBytes}
        totalBytes={totalBytes}
        layers={layers}
        onCancel={async () => contract().images.cancelTransfer({ transferId: id })}
      />
    )
  }
  const ending = state === 'done' ? t(`transfer.${kind}Done`, { name }) : undefined
  return (
    <EndedCard
      done={state === 'done'}
      text={ending ?? t(state === 'failed' ? `transfer.${kind}Failed` : 'transfer.cancelled', { name })}
      facts={transfer.loaded?.join(', ')}
      error={error}
      actions={
        kind === 'push' && (
          <Button size="sm" onClick={() => run(() => pushAgain(transfer))}>
            {t('details.again')}
          </Button>
        )
      }
      onDismiss={async () => contract().images.dismissTransfer({ transferId: id })}
    />
  )
})

/** The new one takes the place of the card of the failed one. */
async function pushAgain({ id, name, imageId }: ImageTransfer): Promise<void> {
  await contract().images.push({ reference: name, ...(imageId === undefined ? {} : { id: imageId }) })
  await contract().images.dismissTransfer({ transferId: id })
}

function factsOf(t: Translate, { doneBytes, totalBytes }: ImageTransfer): string {
  if (doneBytes === 0) return t('transfer.preparing')
  // What an archive takes is only known afterwards, so the figure may pass the estimate.
  return doneBytes > totalBytes
    ? formatBytes(doneBytes)
    : t('pull.of', formatBytesPair(doneBytes, totalBytes))
}
