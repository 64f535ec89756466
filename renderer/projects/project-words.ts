// Words and shapes for how a project, a service or a step stands.
import type { ComposeProject, ComposeServiceState, ComposeStep } from '../../preload/model'
import type { StatusShape } from '../components/status'
import type { Translate } from '../i18n/translate'

export const projectShapes: Readonly<Record<ComposeProject['state'], StatusShape>> = {
  running: 'run',
  partly: 'warn',
  stopped: 'stop',
  absent: 'stop',
}

export const stepShapes: Readonly<Record<ComposeStep['state'], StatusShape>> = {
  running: 'start',
  done: 'run',
  failed: 'fail',
}

export function serviceShape(state: ComposeServiceState | undefined): StatusShape {
  if (!state || state.running === 0) return 'stop'
  if (state.health === 'unhealthy') return 'fail'
  return state.health === 'starting' ? 'start' : 'run'
}

export function serviceWords(t: Translate, state: ComposeServiceState | undefined): string {
  if (!state || state.containers === 0) return t('projects.serviceAbsent')
  if (state.running === 0) return t('projects.serviceStopped')
  if (state.health === 'unhealthy') return t('projects.serviceUnhealthy')
  if (state.health === 'starting') return t('projects.serviceStarting')
  return state.containers === 1
    ? t('projects.serviceRunning')
    : t('projects.serviceSome', { running: state.running, count: state.containers })
}
