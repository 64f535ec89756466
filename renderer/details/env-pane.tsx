// The environment of a container; values that look secret are hidden until somebody asks for them.
import { Copy, Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { EnvVariable } from '../../preload/model'
import { ConnectCard } from '../catalogue/connect-card'
import { IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { copyText } from '../stores/clipboard'
import { useT } from '../stores/preferences'
import { Answered } from './answered'
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

function Variable({ variable }: { readonly variable: EnvVariable }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const { name, value } = variable
  const secret = isSecret(variable)
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className="grow">{secret && !open ? hiddenValue : value}</span>
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
