// A long description as JSON: find in it, copy all of it.
import { Copy } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { copyText } from '../stores/clipboard'
import { useT } from '../stores/preferences'
import { IconButton } from './button'
import { SearchInput } from './search-input'
import { highlight } from './highlight'

/** Lines drawn at most: a description can hold megabytes of labels. The search looks at all of them. */
const shownLines = 3000

export interface JsonViewProps {
  readonly text: string
  /** At the end of its bar. */
  readonly tools?: ReactNode
}

export function JsonView({ text, tools }: JsonViewProps): ReactNode {
  const t = useT()
  const [search, setSearch] = useState('')
  const lines = useMemo(() => {
    const wanted = search.toLowerCase()
    return text.split('\n').filter((line) => line.toLowerCase().includes(wanted))
  }, [text, search])
  return (
    <>
      <div className="pane-tools">
        <SearchInput className="quiet grow" label={t('inspect.search')} value={search} onChange={setSearch}>
          {search !== '' && <span className="unit">{t('logs.matches', { count: lines.length })}</span>}
        </SearchInput>
        <IconButton label={t('inspect.copy')} onClick={() => copyText(text)}>
          <Copy className="icon icon-14" />
        </IconButton>
        {tools}
      </div>
      <pre className="raw mono" tabIndex={0} aria-label={t('inspect.json')}>
        {highlight(lines.slice(0, shownLines).join('\n'), search)}
      </pre>
    </>
  )
}
