// The window once the engine was ready: sidebar, top bar and the chosen section.
import type { ComponentType, ReactNode } from 'react'
import { useActionKeys } from '../actions/use-action-keys'
import { ContainersScreen } from '../containers/containers-screen'
import { HomeScreen } from '../home/home-screen'
import { useUi, type Section } from '../stores/ui'
import { lazyPart } from './lazy-part'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

/** The first look is at one of these that are here at once. */
const screens: Readonly<Record<Section, ComponentType>> = {
  home: HomeScreen,
  containers: ContainersScreen,
  images: lazyPart(async () => (await import('../images/images-screen')).ImagesScreen),
  volumes: lazyPart(async () => (await import('../volumes/volumes-screen')).VolumesScreen),
  networks: lazyPart(async () => (await import('../networks/networks-screen')).NetworksScreen),
  projects: lazyPart(async () => (await import('../projects/projects-screen')).ProjectsScreen),
  builds: lazyPart(async () => (await import('../builds/builds-screen')).BuildsScreen),
  workspaces: lazyPart(async () => (await import('../workspaces/workspaces-screen')).WorkspacesScreen),
  ports: lazyPart(async () => (await import('../ports/ports-screen')).PortsScreen),
  resources: lazyPart(async () => (await import('../resources/resources-screen')).ResourcesScreen),
  settings: lazyPart(async () => (await import('../settings/settings-screen')).SettingsScreen),
}

export function Workspace(): ReactNode {
  const Screen = screens[useUi((state) => state.section)]
  useActionKeys()
  return (
    <div className="window">
      <Sidebar />
      <div className="main">
        <TopBar />
        <div className="page-frame">
          <main className="page">
            <Screen />
          </main>
        </div>
      </div>
    </div>
  )
}
