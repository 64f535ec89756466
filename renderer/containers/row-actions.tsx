// The buttons at the end of a row: start or stop always, the others on hover and on the cursor row.
import {
  AppWindow,
  Copy,
  Ellipsis,
  ExternalLink,
  FileOutput,
  Gauge,
  Info,
  ListRestart,
  Pencil,
  RotateCw,
  ScrollText,
  SquareTerminal,
  Trash2,
  Zap,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { placeOf } from '../../preload/port-address'
import { IconButton } from '../components/button'
import { PauseIcon, PlayIcon, StopIcon } from '../components/icons'
import { Menu, MenuItem, MenuLine } from '../components/menu'
import { portAddress } from '../components/port-pill'
import { copyText } from '../stores/clipboard'
import { saveFile } from '../stores/files'
import { useForwardsOf } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDetails, openDialog } from '../stores/ui'
import { openOutside } from '../terminal/open-outside'
import { killContainer, pauseOrResume, restartContainer, startContainer, startOrStop } from './actions'
import { isGoing, isRunning } from './arrange'
import { openInBrowser } from './open-in-browser'
import { distinctPorts, openable, portsOf, type ShownPort } from './port-states'

export interface RowActionsProps {
  readonly container: Container
  readonly ports: readonly ShownPort[]
  readonly tabIndex: number
}

export function RowActions({ container, ports, tabIndex }: RowActionsProps): ReactNode {
  const t = useT()
  const busy = usePending(container.id) !== undefined
  const running = isRunning(container)
  const target = openable(ports)
  return (
    <div className="row-actions" role="gridcell">
      {target && (
        <IconButton
          className="on-hover"
          label={t('containers.openPort', { port: target.hostPort })}
          tabIndex={tabIndex}
          onClick={() => openInBrowser(portAddress(target))}
        >
          <ExternalLink className="icon" />
        </IconButton>
      )}
      <IconButton
        className="on-hover"
        label={t('containers.logs')}
        tabIndex={tabIndex}
        onClick={() => openDetails(container.id, 'logs')}
      >
        <ScrollText className="icon" />
      </IconButton>
      {running && (
        <IconButton
          className="on-hover"
          label={t('containers.terminal')}
          tabIndex={tabIndex}
          onClick={() => openDetails(container.id, 'terminal')}
        >
          <SquareTerminal className="icon" />
        </IconButton>
      )}
      <IconButton
        label={running ? t('containers.stop') : t('containers.start')}
        tabIndex={tabIndex}
        disabled={busy || isGoing(container)}
        onClick={() => void startOrStop(container)}
      >
        {running ? <StopIcon /> : <PlayIcon className="icon-14" />}
      </IconButton>
      <RowMenu container={container} running={running} busy={busy} tabIndex={tabIndex} />
    </div>
  )
}

export interface RowMenuProps {
  readonly container: Container
  readonly running: boolean
  readonly busy: boolean
  readonly tabIndex: number
}

export function RowMenu({ container, running, busy, tabIndex }: RowMenuProps): ReactNode {
  const t = useT()
  const label = t('common.more', { name: container.name })
  const going = isGoing(container)
  return (
    <Menu
      label={label}
      trigger={
        <IconButton label={label} tabIndex={tabIndex}>
          <Ellipsis className="icon" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => openDetails(container.id, 'logs')}>
        <ScrollText className="icon" />
        {t('containers.logs')}
      </MenuItem>
      {running && <TerminalItems container={container} />}
      <MenuItem
        disabled={busy || going}
        onSelect={() => void (running ? restartContainer(container.id) : startContainer(container.id))}
      >
        <RotateCw className="icon" />
        {running ? t('containers.restart') : t('containers.start')}
      </MenuItem>
      {running && (
        <>
          <MenuItem disabled={busy} onSelect={() => void pauseOrResume(container)}>
            {container.state === 'paused' ? (
              <PlayIcon className="icon-14" />
            ) : (
              <PauseIcon className="icon-14" />
            )}
            {container.state === 'paused' ? t('containers.resume') : t('containers.pause')}
          </MenuItem>
          <MenuItem disabled={busy} onSelect={() => void killContainer(container.id)}>
            <Zap className="icon" />
            {t('containers.kill')}
          </MenuItem>
        </>
      )}
      <MenuItem disabled={going} onSelect={() => openDialog({ kind: 'rename-container', id: container.id })}>
        <Pencil className="icon" />
        {t('containers.rename')}
      </MenuItem>
      <MenuItem disabled={busy || going} onSelect={() => openDialog({ kind: 'rerun', id: container.id })}>
        <ListRestart className="icon" />
        {t('rerun.open')}
      </MenuItem>
      <MenuItem disabled={going} onSelect={() => openDialog({ kind: 'limit-container', id: container.id })}>
        <Gauge className="icon" />
        {t('limits.open')}
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => openDetails(container.id, 'inspect')}>
        <Info className="icon" />
        {t('containers.details')}
      </MenuItem>
      <CopyItems container={container} />
      <MenuItem disabled={going} onSelect={() => void exportFiles(container).catch(reportError)}>
        <FileOutput className="icon" />
        {t('containers.export')}
      </MenuItem>
      <MenuLine />
      <MenuItem
        danger
        disabled={busy}
        onSelect={() => openDialog({ kind: 'remove-containers', ids: [container.id] })}
      >
        <Trash2 className="icon" />
        {t('containers.remove')}
      </MenuItem>
    </Menu>
  )
}

function TerminalItems({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  return (
    <>
      <MenuItem onSelect={() => openDetails(container.id, 'terminal')}>
        <SquareTerminal className="icon" />
        {t('containers.terminal')}
      </MenuItem>
      {container.state === 'running' && (
        <MenuItem onSelect={() => openOutside(container.id)}>
          <AppWindow className="icon" />
          {t('terminal.outside')}
        </MenuItem>
      )}
    </>
  )
}

const exportFiles = ({ id, name }: Container): Promise<void> =>
  saveFile(`${name}.tar`, (target) => contract().images.exportContainer({ id, target }))

/** More of them are in the details. */
const mostAddresses = 5

function CopyItems({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const ports = distinctPorts(portsOf(container, useForwardsOf(container.id)))
  const numbered = ports.filter(({ binding }) => binding.hostPort > 0)
  // TCP and UDP may have the same number.
  const addresses = [...new Set(numbered.map(({ binding }) => placeOf(binding)))].slice(0, mostAddresses)
  return (
    <>
      {addresses.map((address) => (
        <MenuItem key={address} onSelect={() => copyText(address)}>
          <Copy className="icon" />
          {t('containers.copyAddress', { address })}
        </MenuItem>
      ))}
      <MenuItem onSelect={() => copyText(container.name)}>
        <Copy className="icon" />
        {t('containers.copyName')}
      </MenuItem>
      <MenuItem onSelect={() => copyText(container.id)}>
        <Copy className="icon" />
        {t('containers.copyId')}
      </MenuItem>
    </>
  )
}
