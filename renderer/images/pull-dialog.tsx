// Asks which image to pull; the download itself shows in the list of images.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { PullLimitNote } from '../registries/pull-limit'
import { RegistrySearchPart } from './registry-search'
import { closeDialog, showSection } from '../stores/ui'

/** Of the machines that people have. */
const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/386'] as const

export function PullDialog({
  reference: given = '',
}: {
  readonly reference?: string | undefined
}): ReactNode {
  const t = useT()
  const heading = useId()
  const [reference, setReference] = useState(given)
  const [platform, setPlatform] = useState('')
  const [error, setError] = useState<SerialisedError>()
  const pull = async (): Promise<void> => {
    setError(undefined)
    try {
      const chosen = platform === '' ? {} : { platform }
      await contract().images.pull({ reference: reference.trim(), ...chosen })
      showSection('images')
      closeDialog()
    } catch (failure) {
      setError(serialiseError(failure))
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reference.trim() !== '') void pull()
  }
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <form onSubmit={submit}>
        <div className="remove-body">
          <h2 id={heading}>{t('pull.title')}</h2>
          <label className="field">
            <span className="label">{t('pull.what')}</span>
            <span className="input">
              <input
                data-autofocus
                className="mono"
                value={reference}
                placeholder={t('run.imageHint')}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setReference(event.target.value)}
              />
            </span>
          </label>
          <p className="help">{t('pull.hint')}</p>
          <label className="field">
            <span className="label">{t('pull.platform')}</span>
            <select className="select" value={platform} onChange={(event) => setPlatform(event.target.value)}>
              <option value="">{t('pull.ownPlatform')}</option>
              {platforms.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          {platform !== '' && <p className="help warn">{t('pull.otherPlatform')}</p>}
          <RegistrySearchPart term={reference} onChoose={setReference} />
          <PullLimitNote />
          {error && <ErrorCard error={error} />}
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={closeDialog}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={reference.trim() === ''}>
            {t('pull.action')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
