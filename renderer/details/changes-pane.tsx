// The files that a container wrote, changed or deleted in itself, outside of volumes: what removing it loses.
import { RotateCw } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import type { FileChanges } from '../../preload/model'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { useT } from '../stores/preferences'
import { Answered } from './answered'
import { useAnswer, type Question } from './use-answer'

const colors = { added: 'ok', modified: 'warn', deleted: 'bad' } as const

export function ChangesPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const ask = useCallback<Question<FileChanges>>(
    ({ containers }, signal) => containers.getChanges({ id, signal }),
    [id],
  )
  const answer = useAnswer(ask, undefined)
  return (
    <>
      <div className="pane-tools">
        <span className="grow text-2 size-12">{t('changes.explain')}</span>
        <Button size="sm" onClick={answer.refresh}>
          <RotateCw className="icon icon-14" />
          {t('changes.refresh')}
        </Button>
      </div>
      <Answered answer={answer}>{(changes) => <Changes changes={changes} />}</Answered>
    </>
  )
}

function Changes({ changes }: { readonly changes: FileChanges }): ReactNode {
  const t = useT()
  const { items, total } = changes
  if (total === 0) return <Empty title={t('changes.none')} text={t('changes.noneWhy')} />
  return (
    <ul className="change-list" tabIndex={0} aria-label={t('details.changes')}>
      {items.map(({ path, kind }) => (
        <li key={path}>
          <span className={`chip sm ${colors[kind]}`}>{t(`changes.${kind}`)}</span>
          <span className="mono grow">{path}</span>
        </li>
      ))}
      {total > items.length && (
        <li className="text-2">{t('changes.more', { count: total - items.length })}</li>
      )}
    </ul>
  )
}
