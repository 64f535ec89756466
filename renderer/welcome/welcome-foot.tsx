// The buttons below the steps: the serial console for the curious, cancel or start again.
import { ScrollText, X } from 'lucide-react'
import { useCallback, useEffect, useId, useState, type ReactNode } from 'react'
import type { Machine } from '../../preload/model'
import { isAbort } from '../../preload/errors'
import { Button, IconButton } from '../components/button'
import { Dialog } from '../components/dialog'
import { resumeMachine, stopMachine, useMachinePending } from '../shell/machine-actions'
import { startAnswered } from './home-answer'
import { HomeQuestion } from './home-question'
import { leaveWelcome, showStage, useWelcomeShown } from './stage'
import { useNow } from '../stores/clock'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

export function WelcomeFoot({ machine }: { readonly machine: Machine | undefined }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const pending = useMachinePending()
  const shown = useWelcomeShown()
  const close = useCallback(() => setOpen(false), [])
  const ready = useEngineReady()
  const next = ready && (
    <Button kind="primary" size="lg" onClick={() => showStage('run')}>
      {t('welcome.next')}
    </Button>
  )
  const skip = shown && (
    <Button kind="ghost" onClick={leaveWelcome}>
      {t('welcome.skip')}
    </Button>
  )
  // An engine of somebody else is not ours to start.
  if (!machine || machine.driver === 'none')
    return skip || next ? (
      <footer className="welcome-foot">
        {next}
        <span className="grow" />
        {skip}
      </footer>
    ) : null
  const { state } = machine
  const held = state === 'paused' || state === 'pausing'
  const off = state === 'failed' || state === 'stopped' || state === 'absent'
  return (
    <>
      <HomeQuestion />
      <footer className="welcome-foot">
        {next}
        {off && (
          <Button kind="primary" size="lg" disabled={pending !== undefined} onClick={startAnswered}>
            {state === 'failed' ? t('welcome.startAgain') : t('welcome.start')}
          </Button>
        )}
        {state === 'paused' && (
          <Button kind="primary" size="lg" disabled={pending !== undefined} onClick={resumeMachine}>
            {t('engine.resume')}
          </Button>
        )}
        <Button kind="ghost" onClick={() => setOpen(true)}>
          <ScrollText className="icon" />
          {t('common.showDetails')}
        </Button>
        <span className="grow" />
        {!off && !held && !ready && state !== 'stopping' && (
          <Button onClick={stopMachine}>{t('common.cancel')}</Button>
        )}
        {skip}
        {open && <ConsoleDialog onClose={close} />}
      </footer>
    </>
  )
}

function ConsoleDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT()
  const heading = useId()
  const text = useConsole()
  return (
    <Dialog labelledBy={heading} className="console-dialog" onClose={onClose}>
      <header>
        <h2 id={heading}>{t('welcome.console')}</h2>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X className="icon" />
        </IconButton>
      </header>
      <pre className="mono" tabIndex={0} data-autofocus>
        {text === '' ? t('welcome.consoleEmpty') : text}
      </pre>
    </Dialog>
  )
}

/** The console is asked for only while somebody looks, once a second: it is a file, not a stream. */
function useConsole(): string {
  const [text, setText] = useState('')
  const turn = useNow('second')
  useEffect(() => {
    const abort = new AbortController()
    const ask = async (): Promise<void> =>
      setText(await contract().machine.getConsole({ signal: abort.signal }))
    void ask().catch((error: unknown) => {
      if (!isAbort(error)) reportError(error)
    })
    return () => abort.abort()
  }, [turn])
  return text
}
