// What was done lately, the newest first; a removed container can be brought back from here.
import { CircleDot, Hammer, HardDrive, MemoryStick, Play, Trash2 } from 'lucide-react'
import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import type { Activity, ActivityKind, TrashedContainer } from '../../preload/model'
import { formatAgo, formatBytes, formatMemory } from '../i18n/format'
import { useNow } from '../stores/clock'
import { createMirror } from '../stores/mirror'
import { useT } from '../stores/preferences'
import { contract, useSession } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { whileVisible } from '../stores/visible'
import { follow } from '../stores/watches'

const mostRows = 6
const icons: Readonly<Record<ActivityKind, ComponentType<{ className?: string }>>> = {
  'container-run': Play,
  'container-discarded': Trash2,
  'container-removed': Trash2,
  'image-built': Hammer,
  'port-fixed': CircleDot,
  'memory-returned': MemoryStick,
  'disk-returned': HardDrive,
}

const trash = createMirror<TrashedContainer>()

export function Recently(): ReactNode {
  const t = useT()
  const entries = useActivity()
  if (entries.length === 0) return null
  return (
    <section className="card recently">
      <h2>{t('home.recently')}</h2>
      <ul>
        {entries
          .slice(-mostRows)
          .reverse()
          .map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
      </ul>
    </section>
  )
}

/** Up to date while this can be seen. */
function useActivity(): readonly Activity[] {
  const current = useSession((state) => state.contract)
  const [entries, setEntries] = useState<readonly Activity[]>([])
  useEffect(() => {
    if (!current) return
    const over = new AbortController()
    whileVisible(over.signal, (signal) => {
      void follow(current.activity.watchActivity({ signal }), setEntries, signal)
      void follow(current.containers.watchTrash({ signal }), trash.apply, signal)
    })
    return () => over.abort()
  }, [current])
  return entries
}

function Entry({
  entry: { kind, name, at, bytes = 0, containerId },
}: {
  readonly entry: Activity
}): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const Icon = icons[kind]
  const kept = trash.use((state) => containerId !== undefined && state.items.has(containerId))
  const size = kind === 'memory-returned' ? formatMemory(bytes) : formatBytes(bytes)
  const text =
    kind === 'memory-returned' || kind === 'disk-returned'
      ? t(`activity.${kind}`, { size })
      : t(`activity.${kind}`, { name })
  return (
    <li>
      <Icon className="icon" />
      <span className="truncate" title={text}>
        {text}
      </span>
      {kept && containerId !== undefined ? (
        <button type="button" className="link" onClick={() => void restore(containerId, name)}>
          {t('home.undo')}
        </button>
      ) : (
        <time dateTime={new Date(at).toISOString()}>{formatAgo(t, at, now)}</time>
      )}
    </li>
  )
}

const restore = (id: string, name: string): Promise<void> =>
  contract()
    .containers.restore({ id })
    .then(() => say('home.undone', { name }), reportError)
