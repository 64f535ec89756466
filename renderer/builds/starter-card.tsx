// For a folder without a Dockerfile: one to begin with, shown before it is written.
import { useCallback, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { BuildPlan, Starter, StarterKind } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useAnswer, type Question } from '../details/use-answer'
import type { Key } from '../i18n/texts'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'

export const kindNames = {
  node: 'builds.kindNode',
  python: 'builds.kindPython',
  'java-gradle': 'builds.kindGradle',
  'java-maven': 'builds.kindMaven',
  go: 'builds.kindGo',
  static: 'builds.kindStatic',
} as const satisfies Record<StarterKind, Key>

export interface StarterCardProps {
  readonly folder: string
  readonly plan: BuildPlan
  readonly onWritten: () => void
}

export function StarterCard({ folder, plan, onWritten }: StarterCardProps): ReactNode {
  const { project, alsoLike } = plan
  const t = useT()
  const language = useLanguage()
  const [chosen, setChosen] = useState<StarterKind>()
  const [failure, setFailure] = useState<SerialisedError>()
  // A folder that says nothing is asked about: one for another language would only fail.
  const kind = chosen ?? project
  const ask = useCallback<Question<Starter | undefined>>(
    async ({ builds }, signal) =>
      kind === undefined ? undefined : builds.starter({ folder, kind, language, signal }),
    [folder, kind, language],
  )
  const { value: starter, error } = useAnswer(ask, undefined)
  const write = (): void => {
    if (kind === undefined) return
    contract()
      .builds.writeStarter({ folder, kind, language })
      .then(onWritten, (reason: unknown) => setFailure(serialiseError(reason)))
  }
  const shownError = failure ?? error
  return (
    <section className="card starter-card" aria-label={t('builds.starter')}>
      <div className="label">{t('builds.starter')}</div>
      <p className="help">{project ? t('builds.starterWhy') : t('builds.starterUnknown')}</p>
      {alsoLike.length > 0 && (
        <p className="help warn">
          {t('builds.starterAlso', { kinds: alsoLike.map((one) => t(kindNames[one])).join(', ') })}
        </p>
      )}
      <label className="field-label">
        <span className="label">{t('builds.kind')}</span>
        <select
          className="select"
          value={kind ?? ''}
          onChange={(event) => setChosen(event.target.value as StarterKind)}
        >
          {kind === undefined && <option value="">{t('builds.kindChoose')}</option>}
          {Object.entries(kindNames).map(([value, key]) => (
            <option key={value} value={value}>
              {t(key)}
            </option>
          ))}
        </select>
      </label>
      {starter && (
        <pre className="mono starter-text" tabIndex={0} aria-label="Dockerfile">
          {starter.dockerfile}
        </pre>
      )}
      {starter?.doubts.map((doubt) => (
        <p key={doubt} className="help warn">
          {doubt}
        </p>
      ))}
      {shownError && <ErrorCard error={shownError} />}
      <div>
        <Button onClick={write} disabled={!starter}>
          {t('builds.writeStarter')}
        </Button>
      </div>
    </section>
  )
}
