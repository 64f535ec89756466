// The icon of each section, in the sidebar and in the palette.
import {
  Activity,
  Container,
  FolderGit2,
  FolderKanban,
  Hammer,
  HardDrive,
  House,
  Layers,
  Network,
  Settings2,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { PortIcon } from '../components/icons'
import type { Section } from '../stores/ui'

export const sectionIcons: Readonly<Record<Section, ComponentType<{ readonly className?: string }>>> = {
  home: House,
  containers: Container,
  images: Layers,
  volumes: HardDrive,
  networks: Network,
  projects: FolderKanban,
  builds: Hammer,
  workspaces: FolderGit2,
  ports: PortIcon,
  resources: Activity,
  settings: Settings2,
}
