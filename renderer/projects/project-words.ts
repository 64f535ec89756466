// Words and shapes for how a project, a service or a step stands.
import { errorTexts } from '../../preload/error-texts'
import type {
  ComposeFinding,
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

/** The words of Compose for how far something is (pkg/progress/event.go); everything else it says is shown as it is. */
const stepWords = [
  'Creating',
  'Created',
  'Starting',
  'Started',
  'Running',
  'Waiting',
  'Healthy',
  'Exited',
  'Restarting',
  'Restarted',
  'Stopping',
  'Stopped',
  'Removing',
  'Removed',
  'Pulling',
  'Pulled',
  'Skipped',
  'Building',
  'Built',
  'Killing',
  'Killed',
  'Recreate',
  'Recreated',
  'Exists',
  'Pausing',
  'Paused',
  'Unpausing',
  'Unpaused',
] as const

export function stepWord(t: Translate, { status }: Pick<ComposeStep, 'status'>): string {
  const word = stepWords.find((one) => one === status)
  return word === undefined ? status : t(`composeSteps.${word}`)
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

/** What is missing or in the way before a start. */
export function findingText(
  t: Translate,
  { kind, subject, service = '', detail = '', error, shortage }: ComposeFinding,
  language: Language,
): string {
  const name = subject
  switch (kind) {
    case 'missing-variable':
      return t('projects.missingVariable', { name })
    case 'missing-folder':
      return t('projects.missingFolder', { name, service })
    case 'missing-mount':
      return t('projects.missingMount', { name })
    case 'outside-folder':
      return t('projects.outsideFolder', { name, target: detail })
    case 'unshared-folder':
      return t('projects.unsharedFolder', { name: detail })
    case 'missing-image':
      return t('projects.missingImage', { name })
    case 'other-platform':
      return t('projects.otherPlatform', { name, platform: detail })
    case 'port-taken': {
      const holder = error ? fillTemplate(errorTexts[error.code][language].title, error.params) : detail
      if (!shortage) return t('projects.portTaken', { name, service, holder })
      const short = t('projects.portShort', { name, service, ...shortage })
      return holder === service ? short : `${short} ${holder}`
    }
    case 'bad-port':
      return t('projects.badPort', { name, service })
    case 'missing-network':
      return t('projects.missingNetwork', { name })
    case 'missing-volume':
      return t('projects.missingVolume', { name })
  }
}
