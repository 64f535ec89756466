// Beside a terminal that has the whole window: where one is, and a few commands that are handy there.
import { CornerDownLeft, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Container } from '../../preload/model'
import { useDetails } from '../details/use-details'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'
import { useTabs, type Tab } from './sessions'

/** Networks on which containers do not find each other by name. */
const nameless = new Set(['bridge', 'host', 'none'])

export function TerminalSide({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const { value: details } = useDetails(container.id)
  const kept = (details?.mounts ?? []).filter(({ writable }) => writable).map(({ path }) => path)
  const { tabs, shown } = useTabs(container.id)
  const tab = tabs.find(({ key }) => key === shown)
  return (
    <aside className="side-facts terminal-side" aria-label={t('terminal.side')} tabIndex={0}>
      <p className="note">
        <Info className="icon" />
        <span>
          {kept.length === 0
            ? t('terminal.insideAll')
            : t('terminal.inside', { places: kept.slice(0, 3).join(', ') })}{' '}
          <WhyAbout word="container" />
        </span>
      </p>
      {tab && <Handy key={tab.key} tab={tab} container={container} />}
      <p className="help">{t('terminal.separate')}</p>
    </aside>
  )
}

function Handy({ tab, container }: { readonly tab: Tab; readonly container: Container }): ReactNode {
  const t = useT()
  const isOpen = useStore(tab.session.store, ({ phase }) => phase === 'open')
  const other = useOther(container)
  const commands = [
    ...(other === undefined ? [] : [{ line: `getent hosts ${other}`, about: t('terminal.findOther') }]),
    { line: 'env | sort', about: t('terminal.listEnv') },
    { line: 'ps aux', about: t('terminal.listProcesses') },
    { line: 'df -h .', about: t('terminal.spaceLeft') },
  ]
  return (
    <section>
      <h2>{t('terminal.handy')}</h2>
      {commands.map(({ line, about }) => (
        <button
          key={line}
          type="button"
          className="handy"
          disabled={!isOpen}
          onClick={() => tab.session.enter(line)}
        >
          <span>
            <code className="mono truncate">{line}</code>
            <small>{about}</small>
          </span>
          <CornerDownLeft className="icon icon-14" />
        </button>
      ))}
    </section>
  )
}

/** A running container that this one reaches by name. */
const useOther = (container: Container): string | undefined =>
  containers.use((state) => {
    const networks = new Set(container.networks.map(({ name }) => name).filter((name) => !nameless.has(name)))
    const other = [...state.items.values()].find(
      (one) =>
        one.id !== container.id &&
        one.state === 'running' &&
        one.networks.some(({ name }) => networks.has(name)),
    )
    return other && (other.service ?? other.name)
  })
