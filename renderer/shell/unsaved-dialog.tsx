// Asks before a text that is not saved is lost: save it, discard it, or stay.
import { useId, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { downloadBlob } from '../components/download'
import { ErrorCard } from '../components/error-card'
import { useT } from '../stores/preferences'
import { forgetUnsaved, stay, useUnsaved, type UnsavedText } from '../stores/unsaved'

export function UnsavedDialog(): ReactNode {
  const text = useUnsaved(({ question }) => question?.text)
  return text && <Ask key={text.pane} text={text} />
}

function Ask({ text }: { readonly text: UnsavedText }): ReactNode {
  const t = useT()
  const heading = useId()
  const [error, setError] = useState<SerialisedError>()
  const [saving, setSaving] = useState(false)
  const { name, words } = text
  const discard = (): void => {
    text.discard()
    forgetUnsaved(text)
  }
  const save = async (): Promise<void> => {
    setSaving(true)
    setError(undefined)
    try {
      await text.save()
      forgetUnsaved(text)
    } catch (failure) {
      setError(serialiseError(failure))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={stay}>
      <div className="remove-body">
        <h2 id={heading}>{t('files.discardTitle', { name })}</h2>
        <p className="text-2">{t('files.discardWhy')}</p>
        {words && <words.Cost />}
        {error && (
          // Where it cannot be put back, the text can still be kept.
          <ErrorCard
            error={error}
            actions={
              <Button size="sm" onClick={() => downloadBlob(new Blob([text.current()]), name)}>
                {t('files.keepCopy')}
              </Button>
            }
          />
        )}
      </div>
      <footer>
        <Button kind="danger" onClick={discard}>
          {t('files.discard')}
        </Button>
        <span className="grow" />
        <Button data-autofocus onClick={stay}>
          {t('files.keepEditing')}
        </Button>
        <Button kind="primary" busy={saving} disabled={saving} onClick={() => void save()}>
          {words ? <words.SaveLabel /> : t('files.saveAndLeave')}
        </Button>
      </footer>
    </Dialog>
  )
}
