// Words and shapes for how a project, a service or a step stands.
import { errorTexts } from '../../preload/error-texts'
import type {
  ComposeProblem,
  ComposeProject,
  ComposeServiceConfig,
  ComposeServiceState,
  ComposeStep,
  Language,
} from '../../preload/model'
import { fillTemplate } from '../../preload/text'
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
  if (state.health === 'healthy' && state.running === state.containers) return t('projects.serviceHealthy')
  return state.containers === 1
    ? t('projects.serviceRunning')
    : t('projects.serviceSome', { running: state.running, count: state.containers })
}

/** `db`, `db (healthy)`: what a service waits for, and until when. */
export function waitsFor(t: Translate, { dependsOn }: ComposeServiceConfig): string {
  return dependsOn
    .map(({ service: name, condition }) => {
      if (condition === 'service_healthy') return t('projects.waitsHealthy', { name })
      return condition === 'service_completed_successfully' ? t('projects.waitsDone', { name }) : name
    })
    .join(', ')
}

/** What is wrong with the text of a file, in the language of the window. */
export function problemText({ error: { code, params } }: ComposeProblem, language: Language): string {
  const { title, explanation } = errorTexts[code][language]
  const place = fillTemplate(title, params)
  // What Compose says is in the title; of our own block only the place is.
  return code === 'workspace.bad-file' ? `${place} ${fillTemplate(explanation, params)}` : place
}

/** What can be marked in a file: a mistake in another one, such as one that is included, has its line there. */
export const problemIn = (path: string, problem: ComposeProblem | undefined): ComposeProblem | undefined =>
  problem?.path === path ? problem : undefined
