// The window once the engine was ready: sidebar, top bar and the chosen section.
import { useEffect, type ReactNode } from 'react'
import { BuildsScreen } from '../builds/builds-screen'
import { ContainersScreen } from '../containers/containers-screen'
import { HomeScreen } from '../home/home-screen'
import { ImagesScreen } from '../images/images-screen'
import { ProjectsScreen } from '../projects/projects-screen'
import { PortsScreen } from '../ports/ports-screen'
import { SettingsScreen } from '../settings/settings-screen'
import { showSection, useUi, type Section } from '../stores/ui'
import { NetworksScreen } from '../networks/networks-screen'
import { VolumesScreen } from '../volumes/volumes-screen'
import { WorkspacesScreen } from '../workspaces/workspaces-screen'
import { ResourcesScreen } from '../resources/resources-screen'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

/** In the order of the sidebar, which is that of their keys. */
const screens: Readonly<Record<Section, () => ReactNode>> = {
  home: HomeScreen,
  containers: ContainersScreen,
  images: ImagesScreen,
  volumes: VolumesScreen,
  networks: NetworksScreen,
  projects: ProjectsScreen,
  builds: BuildsScreen,
  workspaces: WorkspacesScreen,
  ports: PortsScreen,
  resources: ResourcesScreen,
  settings: SettingsScreen,
}
const sections = Object.keys(screens) as Section[]

export function Workspace(): ReactNode {
  const Screen = screens[useUi((state) => state.section)]
  useSectionKeys()
  return (
    <div className="window">
      <Sidebar />
      <div className="main">
        <TopBar />
        <main className="page">
          <Screen />
        </main>
      </div>
    </div>
  )
}

/** Ctrl or Cmd with the number of the section, as in the list of keys. */
function useSectionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const section = /^[1-9]$/.test(event.key) ? sections[Number(event.key) - 1] : undefined
      if (section === undefined) return
      event.preventDefault()
      showSection(section)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
