// The "Why?" of a port conflict: one idea for each kind of it.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { Why } from '../components/popover'
import { SharedPortPicture } from '../containers/shared-port-picture'
import { useT } from '../stores/preferences'

export interface WhyConflictProps {
  readonly conflict: PortConflict
  readonly tabIndex?: number
}

/** Nothing for a conflict whose reason is told already. */
export function WhyConflict({ conflict, tabIndex }: WhyConflictProps): ReactNode {
  const t = useT()
  const { kind, holder, containerName, binding } = conflict
  const place = tabIndex === undefined ? {} : { tabIndex }
  switch (kind) {
    case 'reserved':
      return <Why title={t('ports.whyReservedTitle')} text={t('ports.whyReservedText')} {...place} />
    case 'privileged':
      return <Why title={t('ports.whyPrivilegedTitle')} text={t('ports.whyPrivilegedText')} {...place} />
    case 'shadowed':
      return <Why title={t('ports.whyShadowedTitle')} text={t('ports.whyShadowedText')} {...place} />
    case 'failed':
      return undefined
    case 'process':
    case 'container':
      return (
        <Why
          title={t('containers.whyTitle')}
          text={t('containers.whyText')}
          {...place}
          picture={
            <SharedPortPicture holder={holder.name || '…'} other={containerName} port={binding.hostPort} />
          }
        />
      )
  }
}
