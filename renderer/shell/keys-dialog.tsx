// The list of keys: those of the list that has the focus, and those of the app's actions.
import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { appActions } from '../actions/app-actions'
import { IconButton } from '../components/button'
import { Dialog } from '../components/dialog'
import type { Key } from '../i18n/texts'
import { Keys } from '../palette/keys'
import { useT } from '../stores/preferences'
import { closeDialog } from '../stores/ui'

/** Of lists; what each does depends on the row. */
const listKeys: readonly (readonly [readonly string[], Key])[] = [
  [['j', 'k', '↑', '↓'], 'keys.move'],
  [['→', '←'], 'keys.fold'],
  [['Enter'], 'keys.details'],
  [['l'], 'keys.logs'],
  [['t'], 'keys.terminal'],
  [['Space'], 'keys.select'],
  [['Shift Space'], 'keys.extend'],
  [['s'], 'keys.startStop'],
  [['r'], 'keys.restart'],
  [['p'], 'keys.pause'],
  [['F2'], 'keys.rename'],
  [['o'], 'keys.browser'],
  [['Delete'], 'keys.remove'],
  [['Mod+Z'], 'keys.undo'],
  [['/'], 'keys.filter'],
  [['Mod+Enter'], 'keys.confirm'],
  [['Esc'], 'keys.close'],
]

export function KeysDialog(): ReactNode {
  const t = useT()
  const say = t as (key: Key) => string
  const heading = useId()
  return (
    <Dialog labelledBy={heading} className="keys-dialog" onClose={closeDialog}>
      <header>
        <h2 id={heading}>{t('keys.title')}</h2>
        <IconButton label={t('common.close')} onClick={closeDialog}>
          <X className="icon" />
        </IconButton>
      </header>
      <dl>
        {listKeys.map(([names, text]) => (
          <div key={text}>
            <dt>
              {names.map((name) => (
                <Keys key={name} keys={name} />
              ))}
            </dt>
            <dd>{say(text)}</dd>
          </div>
        ))}
        {appActions.map(({ id, keys, name }) =>
          keys === undefined ? null : (
            <div key={id}>
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{name(t)}</dd>
            </div>
          ),
        )}
      </dl>
      <p className="help keys-note">{t('keys.letters')}</p>
    </Dialog>
  )
}
