// Asks before an image goes; one that containers need is refused by the engine and stays.
import type { ReactNode } from 'react'
import { AskDialog } from '../components/ask-dialog'
import { useImage } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { titleOf } from './image-rows'

async function removeImage(id: string, name: string): Promise<void> {
  if (await act(id, 'remove', async () => contract().images.remove({ id }))) say('images.removed', { name })
}

export function RemoveImageDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const image = useImage(id)
  if (!image) return null
  const name = titleOf(image)
  return (
    <AskDialog
      title={t('images.removeTitle', { name })}
      text={t('images.removeWhy')}
      keep={t('images.keep')}
      confirm={{ label: t('images.remove'), run: () => void removeImage(id, name) }}
    />
  )
}
