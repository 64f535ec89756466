// For a folder without a Dockerfile: one to begin with, shown before it is written.
import { useCallback, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { Starter, StarterKind } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useAnswer, type Question } from '../details/use-answer'
import type { Key } from '../i18n/texts'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'

const kinds = {
  node: 'builds.kindNode',
  python: 'builds.kindPython',
  'java-gradle': 'builds.kindGradle',
  'java-maven': 'builds.kindMaven',
  go: 'builds.kindGo',
  static: 'builds.kindStatic',
} as const satisfies Record<StarterKind, Key>

export interface StarterCardProps {
  readonly folder: string
  /** What the folder seems to hold. */
  readonly project: StarterKind | undefined
  readonly onWritten: () => void
}

export function StarterCard({ folder, project, onWritten }: StarterCardProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const [chosen, setChosen] = useState<StarterKind>()
  const [failure, setFailure] = useState<SerialisedError>()
  const kind = chosen ?? project ?? 'node'
  const ask = useCallback<Question<Starter>>(
    async ({ builds }, signal) => builds.starter({ folder, kind, language, signal }),
    [folder, kind, language],
  )
  const { value: starter, error } = useAnswer(ask, undefined)
  const write = (): void => {
    contract()
      .builds.writeStarter({ folder, kind, language })
      .then(onWritten, (reason: unknown) => setFailure(serialiseError(reason)))
  }
  const shownError = failure ?? error
  return (
    <section className="card starter-card" aria-label={t('builds.starter')}>
      <div className="label">{t('builds.starter')}</div>
      <p className="help">{project ? t('builds.starterWhy') : t('builds.starterUnknown')}</p>
      <label className="field-label">
        <span className="label">{t('builds.kind')}</span>
        <select
          className="select"
          value={kind}
          onChange={(event) => setChosen(event.target.value as StarterKind)}
        >
          {Object.entries(kinds).map(([value, key]) => (
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
      {shownError && <ErrorCard error={shownError} />}
      <div>
        <Button onClick={write} disabled={!starter}>
          {t('builds.writeStarter')}
        </Button>
      </div>
    </section>
  )
}
