// Saves the form as a compose file. What Compose would lose of it is said before, and stands in the file.
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { downloadBlob } from '../components/download'
import { useT } from '../stores/preferences'
import { composeOf } from './compose-file'
import type { RunForm } from './form'

interface ComposeSave {
  /** What would be lost, while it is asked whether to save all the same. */
  readonly question: ReactNode
  readonly save: () => void
}

/** Of a form without problems. */
export function useComposeSave(form: RunForm): ComposeSave {
  const t = useT()
  const [asked, setAsked] = useState<RunForm>()
  const write = (): void => {
    const { text, unsaid } = composeOf(form)
    const words = t('run.composeUnsaid', { flags: unsaid.join('  ') })
    downloadBlob(new Blob([unsaid.length === 0 ? text : `# ${words}\n${text}`]), 'compose.yaml')
    setAsked(undefined)
  }
  const save = (): void => (composeOf(form).unsaid.length === 0 ? write() : setAsked(form))
  // Whoever goes on with the form is asked anew.
  if (asked !== form) return { question: null, save }
  const question = (
    <div className="note warn row g8 compose-unsaid" role="alert">
      <span className="grow">{t('run.composeUnsaid', { flags: composeOf(form).unsaid.join('  ') })}</span>
      <Button size="sm" onClick={write}>
        {t('run.composeAnyway')}
      </Button>
    </div>
  )
  return { question, save }
}
