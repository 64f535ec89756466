// Sentences that the window and the `portside` command say alike: changes, dangers, moved ports, and what lacks.
import { errorTexts } from '../../preload/error-texts'
import type {
  ComposeFinding,
  ComposeFix,
  ComposeStep,
  Language,
  WorkspaceChange,
  WorkspaceDanger,
  WorkspacePortMove,
} from '../../preload/model'
import { portText } from '../../preload/port-range'
import { fillTemplate } from '../../preload/text'
import type { Translate } from './translate'

export function changeText(t: Translate, change: WorkspaceChange): string {
  const { kind, subject, service = subject } = change
  const { was = t('workspaces.none'), now = t('workspaces.none') } = change
  return t(`workspaces.change.${kind}`, { subject, service, was, now })
}

export const dangerText = (t: Translate, { kind, service, subject }: WorkspaceDanger): string =>
  t(`workspaces.danger.${kind}`, { service, subject })

export const movedTo = ({ to, toLast }: WorkspacePortMove): string => numbers(to, toLast)

/** Who has the team's port, of a range the first, and what is used instead. */
export function describeMove(t: Translate, move: WorkspacePortMove): string {
  const { service, holder, from, fromLast } = move
  const ports = { from: numbers(from, fromLast), to: movedTo(move), service }
  if (fromLast !== undefined) {
    const none = t('workspaces.movedRange', ports)
    return holder === '' ? none : `${none} ${t('ports.hasIt', { port: from, holder })}`
  }
  return holder === '' ? t('workspaces.movedNobody', ports) : t('workspaces.movedOne', { ...ports, holder })
}

/** `8000`, or `8000–8010`. */
const numbers = (first: number, last = first): string =>
  portText({ hostPort: first, ...(last === first ? {} : { hostRange: { first, last } }) })

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
    case 'build-changed':
      return t('projects.buildChanged', { service })
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

export function fixText(t: Translate, { kind, toPort = 0, toLast }: ComposeFix, name: string): string {
  switch (kind) {
    case 'move-port':
      return t('projects.usePort', { port: toLast === undefined ? toPort : `${toPort}–${toLast}` })
    case 'create-folder':
      return t('projects.createFolder')
    case 'share-folder':
      return t('projects.shareFolder', { name })
    case 'create-network':
      return t('projects.createNetwork')
    case 'create-volume':
      return t('projects.createVolume')
    case 'pull-image':
      return t('projects.pullImage')
  }
}
