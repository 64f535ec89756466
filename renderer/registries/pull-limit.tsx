// How many pulls Docker Hub still allows, with the ways to more.
import { useCallback, type ReactNode } from 'react'
import type { PullLimit } from '../../preload/model'
import { useAnswer, type Question } from '../details/use-answer'
import { formatWhole } from '../i18n/format'
import { useT } from '../stores/preferences'

/** Fewer than this share of the limit left is worth a colour. */
const fewLeft = 0.1

/** Nothing where Docker Hub cannot be asked: whoever pulls from it then will be told why. */
export function PullLimitNote(): ReactNode {
  const t = useT()
  const ask = useCallback<Question<PullLimit>>(
    ({ registries }, signal) => registries.getPullLimit({ signal }),
    [],
  )
  const { value } = useAnswer(ask, undefined)
  if (!value) return null
  const { limit, remaining = limit, windowSeconds = 0, loggedIn } = value
  if (limit === undefined || remaining === undefined)
    return <p className="help">{t('registries.notLimited')}</p>
  const time = formatWhole(t, windowSeconds * 1000)
  return (
    <p className={remaining <= limit * fewLeft ? 'help warn' : 'help'} role="status">
      {t('registries.pullsLeft', { remaining, limit, time })}{' '}
      {t(loggedIn ? 'registries.moreByMirror' : 'registries.moreByLogin')}
    </p>
  )
}
