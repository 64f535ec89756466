// The shape and the words for the state of a container.
import type { Container } from '../../preload/model'
import type { StatusShape } from '../components/status'
import { formatAgo } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { endedBadly, failedToStart } from './arrange'

export interface StateWords {
  readonly shape: StatusShape
  /** For the shape: what is so now. */
  readonly label: string
  /** For the column: since when, or how it ended, and when that was. Each as short as the column is. */
  readonly since: string
  readonly ended?: string
  readonly alarming: boolean
}

/** `blocked` when one of its ports does not reach it. */
export function describeState(t: Translate, container: Container, blocked: boolean, now: number): StateWords {
  const started = container.startedAt === undefined ? '' : formatAgo(t, container.startedAt, now)
  if (failedToStart(container))
    return { shape: 'fail', label: t('state.notStarted'), since: t('state.notStarted'), alarming: true }
  // Between two starts it runs for a moment; a row that turned calm and back again would tell nothing.
  if (container.loop && (container.state === 'running' || container.state === 'restarting'))
    return { shape: 'warn', label: t('state.looping'), since: t('state.looping'), alarming: true }
  switch (container.state) {
    case 'running': {
      const words = runningWords(t, container, blocked)
      return { ...words, since: started, alarming: false }
    }
    case 'paused':
      return { shape: 'pause', label: t('state.paused'), since: t('state.paused'), alarming: false }
    case 'restarting':
      return { shape: 'start', label: t('state.restarting'), since: t('state.restarting'), alarming: true }
    case 'removing':
      return { shape: 'start', label: t('state.removing'), since: t('state.removing'), alarming: false }
    case 'created':
      return { shape: 'stop', label: t('state.created'), since: t('state.created'), alarming: false }
    case 'dead':
      return { shape: 'fail', label: t('state.dead'), since: t('state.dead'), alarming: true }
    case 'exited': {
      const label = endWords(t, container, now)
      const bad = endedBadly(container)
      return {
        shape: bad ? 'fail' : 'stop',
        label,
        since: endWord(t, container),
        ended: formatAgo(t, container.finishedAt ?? container.createdAt, now),
        alarming: bad,
      }
    }
  }
}

function runningWords(
  t: Translate,
  container: Container,
  blocked: boolean,
): Pick<StateWords, 'shape' | 'label'> {
  if (blocked) return { shape: 'warn', label: t('state.blocked') }
  if (container.health === 'unhealthy') return { shape: 'warn', label: t('state.unhealthy') }
  if (container.health === 'starting') return { shape: 'start', label: t('state.starting') }
  return { shape: 'run', label: t('state.running') }
}

function endWords(t: Translate, container: Container, now: number): string {
  const time = formatAgo(t, container.finishedAt ?? container.createdAt, now)
  if (container.oomKilled) return t('state.outOfMemory', { time })
  if (endedBadly(container)) return t('state.failed', { time, code: container.exitCode ?? 0 })
  return container.exitCode === 0 ? t('state.finished', { time }) : t('state.stopped', { time })
}

/** The mark and the colour say that it failed. */
function endWord(t: Translate, container: Container): string {
  if (container.oomKilled) return t('state.endOfMemory')
  if (endedBadly(container)) return t('state.endCode', { code: container.exitCode ?? 0 })
  return container.exitCode === 0 ? t('state.endFinished') : t('state.endStopped')
}
