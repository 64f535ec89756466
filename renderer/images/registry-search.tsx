// Looks through a registry for an image, and offers the tags that it has of it.
import { Search, Star } from 'lucide-react'
import { useCallback, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { RegistryImage, RegistrySearch, RegistryTags } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

export interface RegistrySearchProps {
  /** What was typed in the field for the image: searched for as well. */
  readonly term: string
  readonly onChoose: (reference: string) => void
}

export function RegistrySearchPart({ term, onChoose }: RegistrySearchProps): ReactNode {
  const t = useT()
  const [registry, setRegistry] = useState('')
  const [found, setFound] = useState<RegistrySearch>()
  const [chosen, setChosen] = useState<string>()
  const [error, setError] = useState<SerialisedError>()
  const [busy, setBusy] = useState(false)
  const search = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    setChosen(undefined)
    try {
      setFound(await contract().registries.search({ registry, term: wordOf(term, registry) }))
    } catch (failure) {
      setFound(undefined)
      setError(serialiseError(failure))
    } finally {
      setBusy(false)
    }
  }
  const choose = (name: string): void => {
    setChosen(name)
    onChoose(name)
  }
  return (
    <>
      <div className="search-row">
        <label className="field grow">
          <span className="label">{t('pull.registry')}</span>
          <span className="input">
            <input
              className="mono"
              value={registry}
              placeholder={t('pull.registryHint')}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setRegistry(event.target.value)}
            />
          </span>
        </label>
        <Button
          busy={busy}
          disabled={busy || (registry.trim() === '' && term.trim() === '')}
          onClick={() => void search()}
        >
          <Search className="icon" />
          {t('pull.search')}
        </Button>
      </div>
      {error && <ErrorCard error={error} />}
      {found && <Results found={found} chosen={chosen} onChoose={choose} />}
      {chosen !== undefined && <Tags name={chosen} onChoose={(tag) => onChoose(`${chosen}:${tag}`)} />}
    </>
  )
}

/** Somebody who typed the whole name of an image searches for the image, not for its tag. */
function wordOf(typed: string, registry: string): string {
  const host = `${registry.trim()}/`
  const term = typed.trim()
  return (term.startsWith(host) ? term.slice(host.length) : term).replace(/[:@][^/]*$/, '')
}

interface ResultsProps {
  readonly found: RegistrySearch
  readonly chosen: string | undefined
  readonly onChoose: (name: string) => void
}

function Results({ found, chosen, onChoose }: ResultsProps): ReactNode {
  const t = useT()
  return (
    <>
      <p className="help" role="status">
        {t(found.complete ? 'pull.found' : 'pull.foundMore', { count: found.items.length })}
      </p>
      {found.items.length > 0 && (
        <ul className="scroll-list search-results" aria-label={t('pull.results')}>
          {found.items.map((item) => (
            <li key={item.name}>
              <button type="button" aria-pressed={chosen === item.name} onClick={() => onChoose(item.name)}>
                <Result item={item} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Result({ item: { name, description, stars, official } }: { item: RegistryImage }): ReactNode {
  const t = useT()
  return (
    <>
      <span className="row g6">
        <b className="medium truncate">{name}</b>
        {official && <span className="chip sm">{t('pull.official')}</span>}
        <span className="grow" />
        {stars !== undefined && (
          <span className="text-2 size-12 no-wrap" title={t('pull.stars', { count: stars })}>
            <Star className="icon icon-12" aria-hidden="true" /> {stars}
          </span>
        )}
      </span>
      {description !== undefined && <span className="text-2 size-12 truncate">{description}</span>}
    </>
  )
}

/** More tags than these are typed, not looked for. */
const shownTags = 60

function Tags({ name, onChoose }: { name: string; onChoose: (tag: string) => void }): ReactNode {
  const t = useT()
  const ask = useCallback<Question<RegistryTags>>(
    ({ registries }, signal) => registries.listTags({ reference: name, signal }),
    [name],
  )
  return (
    <Answered answer={useAnswer(ask, name)}>
      {({ tags, complete }) => (
        <div role="group" aria-label={t('pull.tags', { name })}>
          <p className="label">{t('pull.tags', { name })}</p>
          <div className="chips search-tags">
            {tags.slice(0, shownTags).map((tag) => (
              <button type="button" className="chip mono user-chip" key={tag} onClick={() => onChoose(tag)}>
                {tag}
              </button>
            ))}
          </div>
          {(!complete || tags.length > shownTags) && <p className="help">{t('pull.moreTags')}</p>}
        </div>
      )}
    </Answered>
  )
}
