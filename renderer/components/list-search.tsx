// The field in the head of a list that narrows it, reached by the key `/` from wherever the focus is on its page.
import { useRef, type ReactNode } from 'react'
import { SearchInput, type SearchInputProps } from './search-input'
import { useFilterKey } from './use-filter-key'

export function ListSearch(props: Pick<SearchInputProps, 'label' | 'value' | 'onChange'>): ReactNode {
  const field = useRef<HTMLInputElement>(null)
  useFilterKey(field)
  return <SearchInput className="list-search" field={field} {...props} />
}
