// The list of keys.
import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { IconButton } from '../components/button'
import { Dialog } from '../components/dialog'
import type { Key } from '../i18n/texts'
import { useT } from '../stores/preferences'
import { closeDialog } from '../stores/ui'

const keys: readonly (readonly [readonly string[], Key])[] = [
  [['j', 'k', '↑', '↓'], 'keys.move'],
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
  [['Ctrl Z'], 'keys.undo'],
  [['/'], 'keys.filter'],
  [['Esc'], 'keys.close'],
  [
    ['Ctrl 1', 'Ctrl 2', 'Ctrl 3', 'Ctrl 4', 'Ctrl 5', 'Ctrl 6', 'Ctrl 7', 'Ctrl 8', 'Ctrl 9'],
    'keys.sections',
  ],
  [['?'], 'keys.help'],
]

export function KeysDialog(): ReactNode {
  const t = useT() as (key: Key) => string
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
        {keys.map(([names, text]) => (
          <div key={text}>
            <dt>
              {names.map((name) => (
                <kbd key={name} className="kbd">
                  {name}
                </kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p className="help keys-note">{t('keys.letters')}</p>
    </Dialog>
  )
}
