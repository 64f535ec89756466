// The sample data of a workspace: what was loaded, and before a start which of the optional parts to load.
import type { ReactNode } from 'react'
import type { Workspace } from '../../preload/model'
import { Checkbox } from '../components/choices'
import { formatBytes, formatDuration } from '../i18n/format'
import { useT } from '../stores/preferences'

export interface SeedsProps {
  readonly workspace: Workspace
  /** Ids of optional ones that are not to be loaded. */
  readonly leftOut: ReadonlySet<string>
  readonly onChange: (leftOut: ReadonlySet<string>) => void
}

/** What a start is asked for: nothing where there is no choice. */
export const chosenSeeds = (
  { seeds }: Workspace,
  leftOut: ReadonlySet<string>,
): { readonly seeds?: readonly string[] } => {
  const optional = seeds.filter((one) => one.optional)
  return optional.length === 0 ? {} : { seeds: optional.map(({ id }) => id).filter((id) => !leftOut.has(id)) }
}

export function SeedsCard({ workspace, leftOut, onChange }: SeedsProps): ReactNode {
  const t = useT()
  const { seeds, state } = workspace
  if (seeds.length === 0) return null
  const toggle = (id: string): void => {
    const next = new Set(leftOut)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.seeds')}</h2>
      <ul>
        {seeds.map(({ id, title, description, service, optional, sizeBytes, loadedAt, tookMs }) => {
          const isOpen = optional && loadedAt === undefined && state !== 'starting'
          const facts = [
            sizeBytes === undefined
              ? t('workspaces.into', { service })
              : t('workspaces.sizeInto', { size: formatBytes(sizeBytes), service }),
            ...(description === undefined ? [] : [description]),
          ]
          return (
            <li key={id} className="seed-row">
              {isOpen && <Checkbox label={title} checked={!leftOut.has(id)} onChange={() => toggle(id)} />}
              <span className="grow">
                <b>{title}</b>
                <small>{facts.join(' · ')}</small>
              </span>
              <span className="text-2">
                {loadedAt !== undefined && `${t('workspaces.loaded')} ${formatDuration(t, tookMs ?? 0)}`}
                {loadedAt === undefined &&
                  (optional ? t('workspaces.seedOptional') : t('workspaces.seedAlways'))}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
