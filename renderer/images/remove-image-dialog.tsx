// Asks before an image goes; one that containers need is refused by the engine and stays.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { useImage } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { titleOf } from './image-rows'

async function removeImage(id: string, name: string): Promise<void> {
  if (await act(id, 'remove', async () => contract().images.remove({ id }))) say('images.removed', { name })
}

export function RemoveImageDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const image = useImage(id)
  if (!image) return null
  const name = titleOf(image)
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('images.removeTitle', { name })}</h2>
        <p className="text-2">{t('images.removeWhy')}</p>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('images.keep')}
        </Button>
        <Button
          kind="danger-solid"
          onClick={() => {
            closeDialog()
            void removeImage(id, name)
          }}
        >
          {t('images.remove')}
        </Button>
      </footer>
    </Dialog>
  )
}
