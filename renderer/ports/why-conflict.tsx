// The "Why?" of a port conflict: one idea for each kind of it.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { Why } from '../components/popover'
import { SharedPortPicture } from '../containers/shared-port-picture'
import { useT } from '../stores/preferences'

/** Nothing for a conflict whose reason is told already. */
export function WhyConflict({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const t = useT()
  const { kind, holder, containerName, binding } = conflict
  switch (kind) {
    case 'reserved':
      return <Why title={t('ports.whyReservedTitle')} text={t('ports.whyReservedText')} />
    case 'privileged':
      return <Why title={t('ports.whyPrivilegedTitle')} text={t('ports.whyPrivilegedText')} />
    case 'shadowed':
      return <Why title={t('ports.whyShadowedTitle')} text={t('ports.whyShadowedText')} />
    case 'failed':
      return undefined
    case 'process':
    case 'container':
      return (
        <Why
          title={t('containers.whyTitle')}
          text={t('containers.whyText')}
          picture={
            <SharedPortPicture holder={holder.name || '…'} other={containerName} port={binding.hostPort} />
          }
        />
      )
  }
}
