// Language and theme on the document, where style sheets and screen readers look, and charts, which draw anew after it.
import { useLayoutEffect } from 'react'
import { useLanguage, useTheme } from '../stores/preferences'

export function useDocumentMarks(): void {
  const language = useLanguage()
  const theme = useTheme()
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
}
