// The tile of a workspace's service, by what the team says that it is.
import {
  Archive,
  CodeXml,
  Cog,
  Database,
  Globe,
  Mail,
  MessagesSquare,
  Search,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { WorkspaceIcon } from '../../preload/model'

const icons: Readonly<Record<WorkspaceIcon, LucideIcon>> = {
  api: CodeXml,
  cache: Zap,
  database: Database,
  mail: Mail,
  queue: MessagesSquare,
  search: Search,
  storage: Archive,
  web: Globe,
  worker: Cog,
}

export function ServiceTile({ icon }: { readonly icon: WorkspaceIcon }): ReactNode {
  const Icon = icons[icon]
  return (
    <span className="tile">
      <Icon className="icon" />
    </span>
  )
}
