// The head of one container in detail: what it is, how it is, and what can be done with it.
import { ChevronLeft, ExternalLink, Maximize2, RotateCw, X } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { legible } from '../../preload/text'
import { restartContainer, startOrStop } from '../containers/actions'
import { isGoing, isRunning } from '../containers/arrange'
import { describeState } from '../containers/describe-state'
import { openInBrowser } from '../containers/open-in-browser'
import { distinctPorts, openable, portsOf } from '../containers/port-states'
import { projectColor } from '../containers/project-color'
import { RowMenu } from '../containers/row-actions'
import { Button, IconButton } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { portAddress } from '../components/port-pill'
import { Status } from '../components/status'
import { Tile } from '../components/tile'
import { formatWhole } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useConflictOf, useForwardsOf } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useT } from '../stores/preferences'
import { closeDetails, toggleWideDetails } from '../stores/ui'

export interface DetailsHeadProps {
  readonly container: Container
  /** It takes the whole window: then there is room for words. */
  readonly wide: boolean
}

export function DetailsHead({ container, wide }: DetailsHeadProps): ReactNode {
  const t = useT()
  const { name, image, project } = container
  const { shape, text } = useStateWords(container)
  // The list and its heading are away then.
  const Heading = wide ? 'h1' : 'h2'
  return (
    <header className={`drawer-head ${wide ? 'is-page' : ''}`.trimEnd()}>
      {wide && (
        <IconButton label={t('details.shrink')} onClick={toggleWideDetails}>
          <ChevronLeft className="icon" />
        </IconButton>
      )}
      <Tile image={image} off={!isRunning(container)} large={wide}>
        <Status shape={shape} className="tile-mark" />
      </Tile>
      <div className="grow drawer-names">
        <div className="row g8">
          <Heading className="truncate" title={name}>
            {name}
          </Heading>
          <span className={`chip sm no-wrap ${chipOf[shape] ?? ''}`.trimEnd()} title={text}>
            {text}
          </span>
        </div>
        <p className="truncate text-2 size-12 row g6">
          {project !== undefined && (
            <>
              <span className="swatch" style={{ '--c': projectColor(project) } as CSSProperties} />
              <span className="no-wrap">{legible(project)}</span>
              <span className="text-3">·</span>
            </>
          )}
          <span className="truncate" title={image}>
            {image}
          </span>
        </p>
      </div>
      <HeadActions container={container} wide={wide} />
      {!wide && (
        <>
          <IconButton label={t('details.expand')} onClick={toggleWideDetails}>
            <Maximize2 className="icon icon-14" />
          </IconButton>
          <IconButton label={t('details.close')} onClick={closeDetails}>
            <X className="icon" />
          </IconButton>
        </>
      )}
    </header>
  )
}

const chipOf: Readonly<Record<string, string>> = { run: 'ok', start: '', warn: 'warn', fail: 'bad' }

function useStateWords(container: Container): Pick<ReturnType<typeof describeState>, 'shape'> & {
  readonly text: string
} {
  const t = useT()
  const now = useNow('minute')
  const forwards = useForwardsOf(container.id)
  const conflict = useConflictOf(container.id)
  const blocked = conflict !== undefined || forwards.some(({ state }) => state === 'failed')
  const { shape, label } = describeState(t, container, blocked, now)
  const { startedAt } = container
  const text =
    // The clock of this line is about as coarse as a minute: the first one is not counted.
    shape === 'run' && startedAt !== undefined && now - startedAt >= 60_000
      ? t('details.runningFor', { time: formatWhole(t, now - startedAt) })
      : label
  return { shape, text }
}

function HeadActions({ container, wide }: DetailsHeadProps): ReactNode {
  const t = useT()
  const busy = usePending(container.id) !== undefined
  const ports = distinctPorts(portsOf(container, useForwardsOf(container.id)))
  const running = isRunning(container)
  const target = openable(ports)
  const toggle = running ? t('containers.stop') : t('containers.start')
  const toggleIcon = running ? <StopIcon /> : <PlayIcon className="icon-14" />
  const actions = [
    ...(target
      ? [
          {
            label: t('containers.openPort', { port: target.hostPort }),
            icon: <ExternalLink className="icon" />,
            off: false,
            run: () => openInBrowser(portAddress(target)),
          },
        ]
      : []),
    ...(running
      ? [
          {
            label: t('containers.restart'),
            icon: <RotateCw className="icon" />,
            off: busy,
            run: () => void restartContainer(container.id),
          },
        ]
      : []),
    {
      label: toggle,
      icon: toggleIcon,
      off: busy || isGoing(container),
      run: () => void startOrStop(container),
    },
  ]
  return (
    <div className={`row ${wide ? 'g8' : 'g4'}`} role="group" aria-label={t('list.actions')}>
      {actions.map(({ label, icon, off, run }) =>
        wide ? (
          <Button key={label} disabled={off} onClick={run}>
            {icon}
            {label}
          </Button>
        ) : (
          <IconButton key={label} label={label} disabled={off} onClick={run}>
            {icon}
          </IconButton>
        ),
      )}
      <RowMenu container={container} running={running} busy={busy} tabIndex={0} />
    </div>
  )
}
