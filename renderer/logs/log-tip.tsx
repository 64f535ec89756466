// Under a line of a log: that localhost is the container itself, where the server is, and what to set.
import { Copy, Lightbulb } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { create } from 'zustand'
import { Button } from '../components/button'
import { reachesItself } from '../details/reaches-itself'
import { isSecret } from '../details/secret'
import { useDetails } from '../details/use-details'
import { copyText } from '../stores/clipboard'
import { containers, useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDetails, showSection } from '../stores/ui'
import type { NumberedLine } from './log-ring'
import { programAt, serverFor, TipFinder, type LocalhostTip } from './tips'

/** Of containers whose tip somebody has seen enough of, until the window is opened again. */
const useHidden = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }))
const hideTip = (id: string): void => useHidden.setState(({ ids }) => ({ ids: new Set([...ids, id]) }))

/** The first line of this container's log that deserves one. */
export function useTip(id: string | undefined, lines: readonly NumberedLine[]): LocalhostTip | undefined {
  const [finder] = useState(() => new TipFinder())
  const hidden = useHidden(({ ids }) => id === undefined || ids.has(id))
  return useMemo(() => (hidden ? undefined : finder.find(lines)), [hidden, finder, lines])
}

export function LogTip({ id, tip: { port } }: { id: string; tip: LocalhostTip }): ReactNode {
  const t = useT()
  const asking = useContainer(id)
  const all = containers.use((state) => state.items)
  const found = useMemo(() => asking && serverFor(port, asking, all.values()), [port, asking, all])
  const { value: details } = useDetails(id)
  if (!asking) return null
  const program = programAt(port) ?? t('tip.port', { port: port ?? '' })
  const server = found?.container.name ?? ''
  const wrong = details?.env
    .filter(reachesItself)
    .filter((one) => !isSecret(one))
    .find(({ value }) => [undefined, String(port)].includes(portIn(value)))
  const setting =
    wrong && found?.host !== undefined ? `${wrong.name}=${pointedAt(wrong.value, found.host)}` : undefined
  return (
    <div className="log-tip card" role="note" aria-label={t('tip.title')}>
      <Lightbulb className="icon" />
      <div>
        <b>{t('tip.title')}</b>
        <p>
          {port === undefined
            ? t('tip.anywhere', { name: asking.name })
            : found === undefined
              ? t('tip.nowhere', { name: asking.name, program })
              : found.host === undefined
                ? t('tip.apart', { name: asking.name, program, server })
                : t('tip.found', { name: asking.name, program, server })}
          {found?.host !== undefined && (
            <>
              {' '}
              <code className="mono">{found.host}</code>
            </>
          )}
        </p>
        <div className="row g8">
          {setting !== undefined && (
            <Button size="sm" onClick={() => copyText(setting)}>
              <Copy className="icon icon-14" />
              {t('tip.copy', { setting })}
            </Button>
          )}
          {found && found.host === undefined && (
            <Button size="sm" onClick={() => showSection('networks')}>
              {t('tip.networks')}
            </Button>
          )}
          {found && (
            <Button size="sm" kind="ghost" onClick={() => openDetails(found.container.id)}>
              {t('tip.open', { name: server })}
            </Button>
          )}
          <span className="grow" />
          <Button size="sm" kind="ghost" onClick={() => hideTip(id)}>
            {t('tip.hide')}
          </Button>
        </div>
      </div>
    </div>
  )
}

const address = /localhost|127\.0\.0\.1|\[?::1\]?/i
/** The port that a value names; undefined when it leaves it to the program. */
const portIn = (value: string): string | undefined => /:(\d{2,5})(?:[/?]|$)/.exec(value)?.[1]
const pointedAt = (value: string, host: string): string => value.replace(address, () => host)
