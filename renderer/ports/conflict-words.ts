// Says a port conflict and its ways out in words.
import type { PortConflict, PortFix, PortShortage } from '../../preload/model'
import { placeOf } from '../../preload/port-address'
import { countOf, portText } from '../../preload/port-range'
import { formatHolder } from '../i18n/format'
import type { Translate } from '../i18n/translate'

export interface ConflictWords {
  readonly title: string
  readonly text: string
}

export function describeConflict(t: Translate, conflict: PortConflict): ConflictWords {
  const { kind, containerName: container, containerUp, binding, reserved } = conflict
  const { hostRange } = binding
  if (hostRange)
    return {
      title: t('ports.rangeTaken', { ...hostRange, count: countOf(hostRange) }),
      text: `${describeFirst(t, conflict)} ${t('ports.couldNotStart', { container })}`,
    }
  const port = binding.hostPort
  const holder = formatHolder(t, conflict.holder)
  const taken = t('ports.taken', { holder: formatHolder(t, conflict.holder, 'first'), port })
  // What is up runs, though nobody reaches it.
  const consequence = containerUp
    ? t('ports.unreachable', { container, port })
    : t('ports.couldNotStart', { container })
  const place = placeOf(binding)
  switch (kind) {
    case 'container':
      return { title: taken, text: `${consequence} ${t('ports.oneContainer')}` }
    case 'reserved':
      return {
        title: t('ports.reservedTitle', { first: reserved?.first ?? port, last: reserved?.last ?? port }),
        text: consequence,
      }
    case 'privileged':
      return {
        title: t('ports.privilegedTitle', { port }),
        text: consequence,
      }
    case 'shadowed':
      return {
        title: t('ports.shadowedTitle', { holder: formatHolder(t, conflict.holder, 'first'), port }),
        text: t('ports.shadowedText', { place, holder, container }),
      }
    case 'failed':
      return {
        title:
          conflict.error?.code === 'port.bad-address'
            ? t('ports.noAddressTitle', { address: binding.hostAddress })
            : t('ports.failedTitle', { port }),
        text: [
          t('ports.unreachable', { container, port }),
          ...(conflict.error?.detail === undefined
            ? []
            : [t('ports.reason', { reason: conflict.error.detail })]),
        ].join(' '),
      }
    case 'process':
      return {
        title: taken,
        text: containerUp ? t('ports.reaches', { place, holder, container }) : consequence,
      }
  }
}

/** Where the holder can be told to let go, for those that people did not start themselves. */
export function adviceFor(t: Translate, { holder }: PortConflict): string | undefined {
  switch (holder.known) {
    case 'airplay':
      return t('ports.adviceAirplay')
    case 'windows-web':
      return t('ports.adviceWindowsWeb')
    case 'wsl-relay':
      return t('ports.adviceWslRelay')
    case 'windows-portproxy':
      return t('ports.adviceProxy')
    default:
      return undefined
  }
}

/** What would clash if the container were started. */
export function describeLater(t: Translate, conflict: PortConflict): string {
  const { kind, containerName: container, reserved, holder, binding, wantedBy } = conflict
  if (conflict.shortage) return describeShortage(t, conflict, conflict.shortage)
  if (binding.hostRange) {
    const count = countOf(binding.hostRange)
    const words = wantedBy === 'container' ? 'ports.laterRange' : 'ports.plannedRange'
    return `${t(words, { container, name: container, count })} ${describeFirst(t, conflict)}`
  }
  if (wantedBy !== 'container') return describePlanned(t, conflict)
  if (kind === 'reserved')
    return t('ports.laterReserved', { container, first: reserved?.first ?? 0, last: reserved?.last ?? 0 })
  if (kind === 'privileged') return t('ports.laterPrivileged', { container, port: binding.hostPort })
  return t('ports.laterHeld', { container, holder: formatHolder(t, holder, 'first') })
}

/** Who has one of several ports that somebody wants together. */
export function describeOneOfMany(t: Translate, conflict: PortConflict): string {
  if (conflict.shortage) return describeShortage(t, conflict, conflict.shortage)
  const { hostRange } = conflict.binding
  const first = describeFirst(t, conflict)
  return hostRange ? `${t('ports.rangeNone', { ...hostRange, count: countOf(hostRange) })} ${first}` : first
}

/** Several containers of one service, each of which needs a port. */
function describeShortage(
  t: Translate,
  conflict: PortConflict,
  { needed, free, held }: PortShortage,
): string {
  const { containerName: name, binding } = conflict
  const { hostRange, hostPort: port } = binding
  if (!hostRange) return t('ports.sharedPort', { name, needed, port })
  const short = t('ports.shortRange', { name, needed, free, ...hostRange, count: countOf(hostRange) })
  if (held === undefined) return short
  return `${short} ${describeFirst(t, { ...conflict, binding: { ...binding, hostPort: held } })}`
}

/** Who has the port, of a range the first one. */
function describeFirst(t: Translate, { kind, reserved, holder, binding }: PortConflict): string {
  const port = binding.hostPort
  if (kind === 'reserved')
    return t('ports.keptBySystem', { port, first: reserved?.first ?? port, last: reserved?.last ?? port })
  if (kind === 'privileged') return t('ports.needsAdministrator', { port })
  return t('ports.hasIt', { port, holder: formatHolder(t, holder) })
}

/** The same of what is no container: nothing of it was stopped. */
function describePlanned(
  t: Translate,
  { kind, containerName: name, reserved, holder, binding }: PortConflict,
) {
  if (kind === 'reserved')
    return t('ports.plannedReserved', { name, first: reserved?.first ?? 0, last: reserved?.last ?? 0 })
  if (kind === 'privileged') return t('ports.plannedPrivileged', { name, port: binding.hostPort })
  return t('ports.plannedHeld', { name, holder: formatHolder(t, holder, 'first') })
}

const portsOfMove = ({ toPort, toLast }: Extract<PortFix, { readonly kind: 'move' }>): string =>
  portText({
    hostPort: toPort,
    ...(toLast === undefined ? {} : { hostRange: { first: toPort, last: toLast } }),
  })

export function fixLabel(t: Translate, fix: PortFix): string {
  switch (fix.kind) {
    case 'move':
      return t('ports.useInstead', { port: portsOfMove(fix) })
    case 'stop-process':
      return t('ports.stopProcess', { name: fix.name, pid: fix.pid })
    case 'free-reserved':
      return t('ports.freeReserved', { port: fix.port })
    case 'stop-holder':
    case 'stop-wanter':
      return t('ports.stopContainer', { name: fix.name })
  }
}

/** `Use 3307`, where there is little room. */
export const shortFixLabel = (t: Translate, fix: PortFix): string =>
  fix.kind === 'move' ? t('run.use', { port: portsOfMove(fix) }) : fixLabel(t, fix)

/** What is wanted starts once the one that keeps it from its port is gone. */
export const startsThen = ({ wantedBy, when, containerUp }: PortConflict): boolean =>
  wantedBy === 'container' && when === 'now' && !containerUp

/** What a fix does, below its button. */
export function fixEffect(t: Translate, conflict: PortConflict, fix: PortFix): string {
  const { containerName: container, containerUp, when, binding } = conflict
  switch (fix.kind) {
    case 'move': {
      const place = placeOf({ ...binding, hostPort: fix.toPort })
      if (containerUp) return t('ports.effectRestart', { container, place })
      return when === 'now'
        ? t('ports.effectStart', { container, place })
        : t('ports.effectLater', { container, port: portsOfMove(fix) })
    }
    case 'stop-holder':
      return startsThen(conflict)
        ? t('ports.effectStopHolder', { name: fix.name, container })
        : t('ports.effectStop', { name: fix.name })
    case 'stop-wanter':
      return t('ports.effectStop', { name: fix.name })
    case 'stop-process':
      return t('ports.effectStopProcess', { name: fix.name })
    case 'free-reserved':
      return t('ports.effectFree')
  }
}
