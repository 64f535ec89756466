// For a folder without the Dockerfile: the one that may be meant, the project below that may be meant, or one to begin with.
import type { ReactNode } from 'react'
import type { BuildPlan, ProjectPlace } from '../../preload/model'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { kindNames, StarterCard } from './starter-card'

export interface NoDockerfileProps {
  readonly folder: string
  readonly dockerfile: string
  readonly plan: BuildPlan
  readonly onFolder: (folder: string) => void
  readonly onDockerfile: (name: string) => void
  readonly onWritten: () => void
}

export function NoDockerfile(props: NoDockerfileProps): ReactNode {
  const t = useT()
  const { folder, dockerfile, plan, onFolder, onDockerfile, onWritten } = props
  const { otherDockerfiles, below, files } = plan
  const isEmpty = files === 0 && below.length === 0 && plan.unreadable.length === 0
  const canWrite = dockerfile === 'Dockerfile' && plan.trouble === undefined && !isEmpty
  return (
    <>
      {otherDockerfiles.length > 0 && (
        <Offers label={t('builds.otherDockerfiles')}>
          {otherDockerfiles.map((name) => (
            <Button key={name} size="sm" onClick={() => onDockerfile(name)}>
              {t('builds.useDockerfile', { name })}
            </Button>
          ))}
        </Offers>
      )}
      {below.length > 0 && (
        <Offers label={t('builds.below')}>
          {below.map((place) => (
            <Place key={place.folder} place={place} onFolder={onFolder} />
          ))}
        </Offers>
      )}
      {isEmpty && <p className="help warn">{t('builds.emptyFolder')}</p>}
      {canWrite && below.length === 0 && (
        <StarterCard key={folder} folder={folder} plan={plan} onWritten={onWritten} />
      )}
    </>
  )
}

function Offers({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="build-offers" role="group" aria-label={label}>
      <p className="help">{label}</p>
      <div className="row g6">{children}</div>
    </div>
  )
}

interface PlaceProps {
  readonly place: ProjectPlace
  readonly onFolder: (folder: string) => void
}

function Place({ place: { name, folder, kind, hasDockerfile }, onFolder }: PlaceProps): ReactNode {
  const t = useT()
  const what = hasDockerfile || kind === undefined ? 'Dockerfile' : t(kindNames[kind])
  return (
    <Button size="sm" onClick={() => onFolder(folder)}>
      {t('builds.useBelow', { name, what })}
    </Button>
  )
}
