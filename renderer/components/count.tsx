// How many there are, beside the name of what is counted.
import type { ReactNode } from 'react'
import { formatCount } from '../i18n/translate'
import { useLanguage } from '../stores/preferences'

export const Count = ({ of }: { readonly of: number }): ReactNode => (
  <span className="count">{formatCount(useLanguage(), of)}</span>
)
