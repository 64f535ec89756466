// Beside a container's data, where there is room: why some of it goes with the container, with its own figures.
import { BookOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Container, ContainerData } from '../../preload/model'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'

export interface DataWhyProps {
  readonly container: Container
  readonly data: ContainerData
}

export function DataWhy({ container, data }: DataWhyProps): ReactNode {
  const t = useT()
  return (
    <aside className="card data-why" aria-label={t('data.why')}>
      <h2 className="row g8">
        <BookOpen className="icon" />
        {t('data.why')}
      </h2>
      <ol>
        <li className={data.changedFiles > 0 ? 'own' : undefined}>
          <span className="truncate">{t('data.ownLayer')}</span>
          <b>{formatBytes(data.layerBytes)}</b>
        </li>
        <li>
          <span className="truncate" title={container.image}>
            {t('data.image', { name: container.image })}
          </span>
          <span>{formatBytes(data.imageBytes)}</span>
        </li>
      </ol>
      <p>{t('data.whyLayer')}</p>
      <p>{t('data.whyVolume')}</p>
    </aside>
  )
}
