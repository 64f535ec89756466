// The drawer with one container in detail; only the tab that is shown asks the engine for anything, and one for its mark.
import { Tabs } from 'radix-ui'
import { useCallback, useState, type ReactNode } from 'react'
import { Empty } from '../components/empty'
import { FilesPane } from '../files/files-pane'
import { LogPane } from '../logs/log-pane'
import { formatBytes } from '../i18n/format'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { detailsTabs, openDetails, useUi, type DetailsTab, type Ui } from '../stores/ui'
import { TerminalPane } from '../terminal/terminal-pane'
import { TerminalSide } from '../terminal/terminal-side'
import { DataPane } from './data-pane'
import { DetailsHead } from './details-head'
import { EnvPane } from './env-pane'
import { ExitStrip } from './exit-strip'
import { GoneHead, useIsKnown } from './gone-head'
import { HealthStrip } from './health-strip'
import { InspectPane } from './inspect-pane'
import { ProcessesPane } from './processes-pane'
import { SideFacts } from './side-facts'
import { StatsPane } from './stats-pane'
import { useLastContainer } from './use-last-container'
import { useMadeAgain } from './use-made-again'
import { useRisk } from './use-risk'

export function DetailsDrawer({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const last = useLastContainer(id)
  useMadeAgain(id)
  const tab = useUi((state) => state.details?.tab ?? 'logs')
  const wide = useUi((state) => state.wideDetails)
  const name = last?.name ?? ''
  const beside = wide && (tab === 'logs' || tab === 'terminal') && container
  return (
    <aside className="drawer" aria-label={t('details.title', { name })}>
      {container ? <DetailsHead container={container} wide={wide} /> : <GoneHead last={last} wide={wide} />}
      {container && <ExitStrip container={container} />}
      {container && <HealthStrip container={container} />}
      <Tabs.Root
        className="tabs-root"
        value={tab}
        // Arrows only go through them: each that was shown on the way would begin to follow logs or figures, and a
        // terminal takes the keys.
        activationMode="manual"
        onValueChange={(value) => openDetails(id, value as DetailsTab)}
      >
        <Tabs.List className="tabs" aria-label={t('details.tabs')}>
          {detailsTabs.map((one) => (
            <Tabs.Trigger key={one} value={one}>
              {t(`details.${one}`)}
              {one === 'data' && <RiskChip id={id} tab={tab} />}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content className="tab-body" value={tab} key={tab} tabIndex={-1}>
          {/* The same parts either way, so that a terminal goes on when the drawer grows or shrinks. */}
          <div className={beside ? 'beside-facts' : 'beside-none'}>
            <div className="beside-main">
              <PaneOrGone tab={tab} id={id} />
            </div>
            {beside && tab === 'logs' && <SideFacts container={container} />}
            {beside && tab === 'terminal' && <TerminalSide container={container} />}
          </div>
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  )
}

/** What was printed stays, and so does a text in the editor; a tab that is opened afterwards has neither. */
const keeps: ReadonlySet<DetailsTab> = new Set(['logs', 'files'])

function PaneOrGone({ tab, id }: { readonly tab: DetailsTab; readonly id: string }): ReactNode {
  const t = useT()
  const isThere = useContainer(id) !== undefined
  const isKnown = useIsKnown()
  const [was, setWas] = useState(isThere)
  if (isThere && !was) setWas(true)
  if (isThere || !isKnown || (was && keeps.has(tab))) return <Pane tab={tab} id={id} />
  return <Empty title={t('details.gone')} text={t('details.goneWhy')} />
}

/** With the whole window: in the drawer there is no room for it beside the tabs. */
function RiskChip({ id, tab }: { readonly id: string; readonly tab: DetailsTab }): ReactNode {
  const t = useT()
  const wide = useUi((state) => state.wideDetails)
  // These two ask by themselves.
  const bytes = useRisk(id, tab, wide && tab !== 'data' && tab !== 'files')
  if (!wide || bytes === undefined || bytes === 0) return null
  // The space is for those who hear it.
  return (
    <>
      {' '}
      <span className="chip warn sm">{t('data.chip', { size: formatBytes(bytes) })}</span>
    </>
  )
}

function Pane({ tab, id }: { readonly tab: DetailsTab; readonly id: string }): ReactNode {
  switch (tab) {
    case 'logs':
      return <LogPane id={id} />
    case 'terminal':
      return <TerminalPane id={id} />
    case 'files':
      return <ContainerFiles id={id} />
    case 'stats':
      return <StatsPane id={id} />
    case 'inspect':
      return <InspectPane id={id} />
    case 'env':
      return <EnvPane id={id} />
    case 'processes':
      return <ProcessesPane id={id} />
    case 'data':
      return <DataPane id={id} />
  }
}

function ContainerFiles({ id }: { readonly id: string }): ReactNode {
  const welcome = useUi((state) => state.welcome)
  const shownIn = useCallback(
    (ui: Ui) =>
      ui.section === 'containers' &&
      ui.details?.id === id &&
      ui.details.tab === 'files' &&
      ui.welcome === welcome,
    [id, welcome],
  )
  return <FilesPane id={id} shownIn={shownIn} />
}
