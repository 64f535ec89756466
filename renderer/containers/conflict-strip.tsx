// Below a container whose port somebody else has: who, what that means, and the ways out.
import { ChevronDown, CornerDownRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Container, PortConflict } from '../../preload/model'
import { Button } from '../components/button'
import { Menu, MenuItem } from '../components/menu'
import { Why } from '../components/popover'
import { formatHolder } from '../i18n/format'
import { describeConflict, fixEffect, fixLabel } from '../ports/conflict-words'
import { chooseFix, useFixOf } from '../ports/fix'
import { FixButton } from '../ports/fix-buttons'
import { WhyConflict } from '../ports/why-conflict'
import { useT } from '../stores/preferences'
import { restartContainer } from './actions'
import type { ShownPort } from './port-states'
import { SharedPortPicture } from './shared-port-picture'

export interface ConflictStripProps {
  readonly container: Container
  /** Absent until Portside has looked who is in the way. */
  readonly conflict: PortConflict | undefined
  readonly port: ShownPort | undefined
  readonly tabIndex: number
}

export function ConflictStrip({ container, conflict, port, tabIndex }: ConflictStripProps): ReactNode {
  const t = useT()
  const number = conflict?.binding.hostPort ?? port?.binding.hostPort ?? 0
  const holder = conflict?.holder ?? port?.forward?.holder
  return (
    <div className="conflict-strip" role="gridcell">
      <span className="text">
        <CornerDownRight className="icon icon-14" />
        <b>
          {conflict && !(conflict.kind === 'process' && conflict.containerUp)
            ? describeConflict(t, conflict).title
            : holder
              ? t('containers.conflict', { port: number, holder: formatHolder(t, holder) })
              : t('containers.conflictUnknown', { port: number })}
        </b>
      </span>
      <span className="row g6">
        {conflict ? (
          <WhyConflict conflict={conflict} tabIndex={tabIndex} />
        ) : (
          <Why
            title={t('containers.whyTitle')}
            text={t('containers.whyText')}
            picture={<SharedPortPicture holder={holder?.name || '…'} other={container.name} port={number} />}
            tabIndex={tabIndex}
          />
        )}
        {conflict ? (
          <Fixes conflict={conflict} tabIndex={tabIndex} />
        ) : (
          <Button size="sm" tabIndex={tabIndex} onClick={() => void restartContainer(container.id)}>
            {t('containers.conflictRetry')}
          </Button>
        )}
      </span>
    </div>
  )
}

function Fixes({ conflict, tabIndex }: { conflict: PortConflict; tabIndex: number }): ReactNode {
  const t = useT()
  const fixing = useFixOf(conflict.id) !== undefined
  const [first, ...others] = conflict.fixes
  return (
    <>
      {first && (
        <span title={fixEffect(t, conflict, first)}>
          <FixButton conflict={conflict} fix={first} primary small tabIndex={tabIndex} />
        </span>
      )}
      {others.length > 0 && (
        <Menu
          label={t('ports.otherFixes')}
          trigger={
            <Button size="sm" tabIndex={tabIndex} disabled={fixing}>
              {t('ports.otherFixes')}
              <ChevronDown className="icon icon-12" />
            </Button>
          }
        >
          {others.map((fix) => (
            <MenuItem key={fix.id} onSelect={() => chooseFix(conflict, fix)}>
              {fixLabel(t, fix)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  )
}
