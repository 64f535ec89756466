// What to do about a name that another container has.
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../components/button'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { isRunning } from './arrange'
import { freeName } from './free-name'
import { removeMany } from './remove'

export interface NameTakenProps {
  readonly name: string
  readonly onName: (name: string) => void
}

/** Another name, or the other container out of the way: into the Trash, from where it can be put back. */
export function NameTaken({ name, onName }: NameTakenProps): ReactNode {
  const t = useT()
  const names = containers.use(useShallow((state) => [...state.items.values()].map((one) => one.name)))
  const other = containers.use((state) => [...state.items.values()].find((one) => one.name === name))
  const free = freeName(name, new Set(names))
  return (
    <p className="name-taken">
      <Button size="sm" onClick={() => onName(free)}>
        {t('run.useName', { name: free })}
      </Button>
      {other && (
        <Button size="sm" kind="ghost" onClick={() => void removeMany([other.id], false)}>
          {t(isRunning(other) ? 'run.replaceRunning' : 'run.replace')}
        </Button>
      )}
    </p>
  )
}
