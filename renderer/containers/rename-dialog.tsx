// Asks for the new name of a container; a refused name says why, and what was typed stays.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { isName } from '../run/validate'
import { containers, useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { closeDialog } from '../stores/ui'
import { NameTaken } from './name-taken'
import { namesGivenFree } from './remove'

export function RenameDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const help = useId()
  const old = useContainer(id)?.name ?? ''
  const [name, setName] = useState(old)
  const [error, setError] = useState<SerialisedError>()
  const wanted = name.trim()
  const taken = containers.use((state) =>
    [...state.items.values()].some((one) => one.name === wanted && one.id !== id),
  )
  const bad = wanted !== '' && !isName(wanted)
  const rename = async (): Promise<void> => {
    setError(undefined)
    try {
      await namesGivenFree()
      await contract().containers.rename({ id, name: wanted })
      closeDialog()
    } catch (failure) {
      setError(serialiseError(failure))
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wanted !== '' && !taken && !bad) void rename()
  }
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <form onSubmit={submit}>
        <div className="remove-body">
          <h2 id={heading}>{t('rename.title', { name: old })}</h2>
          <label className="field">
            <span className="label">{t('rename.what')}</span>
            <span className={`input ${taken || bad ? 'is-bad' : ''}`.trimEnd()}>
              <input
                data-autofocus
                value={name}
                spellCheck={false}
                autoComplete="off"
                aria-invalid={taken || bad}
                aria-describedby={help}
                onFocus={(event) => event.target.select()}
                onChange={(event) => setName(event.target.value)}
              />
            </span>
          </label>
          {taken ? (
            <>
              <p className="help bad" role="alert" id={help}>
                {t('run.nameTaken', { name: wanted })}
              </p>
              <NameTaken name={wanted} onName={setName} />
            </>
          ) : (
            <p className={`help ${bad ? 'bad' : ''}`.trimEnd()} id={help}>
              {bad ? t('run.nameBad') : t('rename.hint')}
            </p>
          )}
          {error && <ErrorCard error={error} />}
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={closeDialog}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={wanted === '' || wanted === old || taken || bad}>
            {t('rename.action')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
