// The window once the engine was ready: sidebar, top bar and the chosen section.
import type { ReactNode } from 'react'
import { useActionKeys } from '../actions/use-action-keys'
import { BuildsScreen } from '../builds/builds-screen'
import { ContainersScreen } from '../containers/containers-screen'
import { HomeScreen } from '../home/home-screen'
import { ImagesScreen } from '../images/images-screen'
import { ProjectsScreen } from '../projects/projects-screen'
import { PortsScreen } from '../ports/ports-screen'
import { SettingsScreen } from '../settings/settings-screen'
import { useUi, type Section } from '../stores/ui'
import { NetworksScreen } from '../networks/networks-screen'
import { VolumesScreen } from '../volumes/volumes-screen'
import { WorkspacesScreen } from '../workspaces/workspaces-screen'
import { ResourcesScreen } from '../resources/resources-screen'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

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

export function Workspace(): ReactNode {
  const Screen = screens[useUi((state) => state.section)]
  useActionKeys()
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
