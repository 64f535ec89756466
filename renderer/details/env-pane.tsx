// The environment of a container; values that look secret are hidden until somebody asks for them.
import { Copy, Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { EnvVariable } from '../../preload/model'
import { ConnectCard } from '../catalogue/connect-card'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { copyText } from '../stores/clipboard'
import { useT } from '../stores/preferences'
import { Answered } from './answered'
import { reachesItself } from './reaches-itself'
import { hiddenValue, isSecret } from './secret'
import { useDetails } from './use-details'

export function EnvPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  return (
    <Answered answer={useDetails(id)}>
      {({ env }) =>
        env.length === 0 ? (
          <Empty title={t('env.empty')} text={t('env.emptyWhy')} />
        ) : (
          <>
            <ConnectCard id={id} env={env} />
            <dl className="pairs mono" tabIndex={0} aria-label={t('details.env')}>
              {env.map((variable, index) => (
                <Variable key={index} variable={variable} />
              ))}
            </dl>
          </>
        )
      }
    </Answered>
  )
}

/** A value may have 64 KB and more: the others are still to be found below it. In letters. */
const shownLength = 1000

function Variable({ variable }: { readonly variable: EnvVariable }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [whole, setWhole] = useState(false)
  const { name, value } = variable
  const secret = isSecret(variable)
  const itself = reachesItself(variable)
  const hidden = secret && !open
  const long = value.length > shownLength
  const foldLabel = whole ? t('env.less') : t('env.whole', { count: value.length })
  const about = (label: string): string => `${label}: ${name}`
  const shown = hidden ? hiddenValue : long && !whole ? `${value.slice(0, shownLength)} …` : value
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className="grow">
          <span className={itself ? 'bad' : undefined}>{shown}</span>
          {itself && <span className="inspect-odd"> {t('inspect.itself')}</span>}
          {long && !hidden && (
            <Button size="sm" kind="ghost" aria-label={about(foldLabel)} onClick={() => setWhole(!whole)}>
              {foldLabel}
            </Button>
          )}
        </span>
        {secret && (
          <IconButton
            label={open ? t('env.hide', { name }) : t('env.show', { name })}
            onClick={() => setOpen(!open)}
          >
            {open ? <EyeOff className="icon icon-14" /> : <Eye className="icon icon-14" />}
          </IconButton>
        )}
        <IconButton label={t('env.copy', { name })} onClick={() => copyText(value)}>
          <Copy className="icon icon-14" />
        </IconButton>
      </dd>
    </div>
  )
}
