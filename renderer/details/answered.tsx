// What stands for an answer: after a moment a word that it is on its way, its error with a way to ask again, or itself.
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useT } from '../stores/preferences'
import type { Answer } from './use-answer'

export interface AnsweredProps<T> {
  readonly answer: Answer<T>
  readonly children: (value: T) => ReactNode
}

export function Answered<T>({ answer, children }: AnsweredProps<T>): ReactNode {
  const t = useT()
  if (answer.error) {
    return (
      <div className="pane-pad">
        <ErrorCard
          error={answer.error}
          announce={false}
          actions={
            <Button size="sm" onClick={answer.refresh}>
              {t('details.again')}
            </Button>
          }
        />
      </div>
    )
  }
  if (answer.value !== undefined) return children(answer.value)
  return (
    <p className="pane-pad text-2 size-12 on-its-way" role="status">
      {t('details.loading')}
    </p>
  )
}
