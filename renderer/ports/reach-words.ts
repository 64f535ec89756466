// Says in words what a connection to a published port came to.
import type { PortForward, PortReach } from '../../preload/model'
import type { Translate } from '../i18n/translate'

/** Something is wrong that a person would want to mend. */
const missed: ReadonlySet<PortReach> = new Set([
  'elsewhere',
  'silent',
  'refused',
  'not-listening',
  'loopback-only',
])

/** A computer may be without IPv6; but what comes to somebody else there is a wrong turn of `localhost`. */
export const isMissed = ({ state, reach, reachIpv6 }: PortForward): boolean =>
  state === 'open' && ((reach !== undefined && missed.has(reach)) || reachIpv6 === 'elsewhere')

/** Proven to come to the container, by every way that was tried. */
export const isReached = (forward: PortForward): boolean =>
  (forward.reach === 'reached' || forward.reach === 'listening') && !isMissed(forward)

/** Undefined before it was tried. */
export function reachWords(t: Translate, container: string, forward: PortForward): string | undefined {
  const { hostPort: port, containerPort: inside } = forward.binding
  if (forward.reachIpv6 === 'elsewhere') return t('reach.elsewhereIpv6', { container, port })
  switch (forward.reach) {
    case 'reached':
      return forward.reachIpv6 === 'reached'
        ? t('reach.reachedBoth', { container, port })
        : t('reach.reached', { container, port })
    case 'answered':
      return t('reach.answered', { container, port })
    case 'elsewhere':
      return t('reach.elsewhere', { container, port })
    case 'silent':
      return t('reach.silent', { container, port: inside })
    case 'refused':
      return t('reach.refused', { port })
    case 'not-listening':
      return t('reach.notListening', { container, port: inside })
    case 'loopback-only':
      return t('reach.loopbackOnly', { container })
    case 'listening':
      return t('reach.listening', { container, port: inside })
    case 'unknown':
      return t('reach.unknown')
    case undefined:
      return undefined
  }
}
