// The engine's own description of a volume or a network.
import { useCallback, useId, useMemo, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { JsonView } from '../components/json-view'
import { useT } from '../stores/preferences'
import { closeDialog } from '../stores/ui'
import { Answered } from './answered'
import { hideSecrets } from './secret'
import { useAnswer, type Question } from './use-answer'

export interface InspectDialogProps {
  readonly service: 'volumes' | 'networks'
  readonly id: string
  /** What people call it. */
  readonly name: string
}

export function InspectDialog({ service, id, name }: InspectDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const ask = useCallback<Question<{ readonly json: string }>>(
    (contract, signal) => contract[service].inspect({ id, signal }),
    [service, id],
  )
  const answer = useAnswer(ask, id)
  return (
    <Dialog labelledBy={heading} className="inspect-dialog" onClose={closeDialog}>
      <header>
        <h2 id={heading} className="truncate" title={name}>
          {name}
        </h2>
      </header>
      <div className="inspect-body">
        <Answered answer={answer}>{({ json }) => <Description json={json} />}</Answered>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

/** Options of a driver hold passwords of file servers. */
function Description({ json }: { readonly json: string }): ReactNode {
  const text = useMemo(() => hideSecrets(json), [json])
  return <JsonView text={text} />
}
