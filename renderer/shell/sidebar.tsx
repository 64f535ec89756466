// The sidebar: sections with their counts, settings, and the engine block at its foot.
import { createElement, type ReactNode } from 'react'
import { Count } from '../components/count'
import { Logo } from '../components/icons'
import { conflicts, containers, images, networks, projects, volumes, workspaces } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { showSection, useUi, type Section } from '../stores/ui'
import { sectionIcons } from './section-icons'
import { EngineBlock } from './engine-block'

export function Sidebar(): ReactNode {
  const t = useT()
  const containerCount = containers.use((state) => (state.loaded ? state.items.size : undefined))
  const imageCount = images.use((state) => (state.loaded ? state.items.size : undefined))
  const networkCount = networks.use((state) => (state.loaded ? state.items.size : undefined))
  const projectCount = projects.use((state) => (state.loaded ? state.items.size : undefined))
  const workspaceCount = workspaces.use((state) => (state.loaded ? state.items.size : undefined))
  const volumeCount = volumes.use((state) => (state.loaded ? state.items.size : undefined))
  const conflictCount = conflicts.use(
    (state) => [...state.items.values()].filter((one) => one.when === 'now').length,
  )
  return (
    <aside className="sidebar">
      <div className="sidebar-brand">
        <Logo />
        <span>{t('app.name')}</span>
      </div>
      <nav className="sidebar-nav" aria-label={t('nav.label')}>
        <SectionLink section="home" label={t('nav.home')} />
        <SectionLink
          section="containers"

          label={t('nav.containers')}
          count={containerCount}
        />
        <SectionLink section="images" label={t('nav.images')} count={imageCount} />
        <SectionLink section="volumes" label={t('nav.volumes')} count={volumeCount} />
        <SectionLink section="networks" label={t('nav.networks')} count={networkCount} />
        <SectionLink section="projects" label={t('nav.projects')} count={projectCount} />
        <SectionLink section="builds" label={t('nav.builds')} />
        <div className="sidebar-gap" />
        <SectionLink
          section="workspaces"

          label={t('nav.workspaces')}
          count={workspaceCount}
        />
        <SectionLink
          section="ports"

          label={t('nav.ports')}
          {...(conflictCount > 0
            ? { alarm: { count: conflictCount, label: t('nav.portConflicts', { count: conflictCount }) } }
            : {})}
        />
        <SectionLink section="resources" label={t('nav.resources')} />
        <div className="sidebar-gap" />
        <SectionLink section="settings" label={t('nav.settings')} />
      </nav>
      <div className="grow" />
      <EngineBlock />
    </aside>
  )
}

interface SectionLinkProps {
  readonly section: Section
  readonly label: string
  readonly count?: number | undefined
  /** Something is broken there: how much, and the name that says so. */
  readonly alarm?: { readonly count: number; readonly label: string }
}

function SectionLink({ section, label, count, alarm }: SectionLinkProps): ReactNode {
  const current = useUi((state) => state.section === section)
  return (
    <button
      type="button"
      className="sidebar-item"
      aria-current={current ? 'page' : undefined}
      aria-label={alarm?.label ?? label}
      title={alarm?.label ?? label}
      onClick={() => showSection(section)}
    >
      {createElement(sectionIcons[section], { className: 'icon' })}
      <span className="item-label">{label}</span>
      {count !== undefined && <Count of={count} />}
      {alarm && <span className="count-badge bad">{alarm.count}</span>}
    </button>
  )
}
