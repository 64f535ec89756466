// Actions on what is there: containers and their ports, projects, images, volumes, networks, conflicts.
import {
  AppWindow,
  ExternalLink,
  Info,
  Layers,
  Pencil,
  RotateCw,
  ScrollText,
  SquareTerminal,
  Trash2,
  Wrench,
} from 'lucide-react'
import type { Container } from '../../preload/model'
import { PauseIcon, PlayIcon, StopIcon } from '../components/icons'
import { portAddress } from '../components/port-pill'
import {
  actOnMany,
  makesSense,
  pauseOrResume,
  restartContainer,
  startContainer,
  stopContainer,
} from '../containers/actions'
import { isRunning } from '../containers/arrange'
import { openInBrowser } from '../containers/open-in-browser'
import { distinctPorts, portsOf } from '../containers/port-states'
import { chooseFix } from '../ports/fix'
import { fixLabel } from '../ports/conflict-words'
import { conflicts, containers, forwards, images, networks, volumes } from '../stores/mirrors'
import { openOutside } from '../terminal/open-outside'
import { sectionIcons } from '../shell/section-icons'
import {
  openDetails,
  openDialog,
  openImage,
  openProjectLogs,
  showSection,
  type DetailsTab,
} from '../stores/ui'
import type { Translate } from '../i18n/translate'
import type { Action } from './action'

/** Everything that can be done with what is there now. */
export function objectActions(): readonly Action[] {
  const all = [...containers.use.getState().items.values()]
  return [
    ...all.flatMap(portActions),
    ...fixActions(),
    ...all.flatMap(containerActions),
    ...projectActions(all),
    ...[...images.use.getState().items.values()].flatMap(({ id, tags }) =>
      tags.flatMap((name) => [
        dialogAction(`run:${name}`, 'palette.runImage', name, () => openDialog({ kind: 'run', image: name })),
        {
          ...dialogAction(`image:${id}`, 'palette.showImage', name, () => {
            showSection('images')
            openImage(id)
          }),
          now: {
            name: (t: Translate) => t('palette.runImage', { name }),
            run: () => openDialog({ kind: 'run', image: name }),
          },
        },
      ]),
    ),
    ...[...volumes.use.getState().items.values()].map(({ id }) =>
      dialogAction(`volume:${id}`, 'palette.inspectVolume', id, () =>
        openDialog({ kind: 'inspect', service: 'volumes', id, name: id }),
      ),
    ),
    ...[...networks.use.getState().items.values()].map(({ id, name }) =>
      dialogAction(`network:${id}`, 'palette.inspectNetwork', name, () =>
        openDialog({ kind: 'inspect', service: 'networks', id, name }),
      ),
    ),
  ]
}

type NameKey = keyof typeof shown

const shown = {
  'palette.runImage': { group: 'images', icon: PlayIcon },
  'palette.showImage': { group: 'images', icon: Layers },
  'palette.inspectVolume': { group: 'volumes', icon: sectionIcons.volumes },
  'palette.inspectNetwork': { group: 'networks', icon: sectionIcons.networks },
} as const

const dialogAction = (id: string, key: NameKey, name: string, run: () => void): Action => ({
  id,
  ...shown[key],
  name: (t) => t(key, { name }),
  run,
})

const icons = {
  start: PlayIcon,
  stop: StopIcon,
  restart: RotateCw,
  pause: PauseIcon,
  resume: PlayIcon,
  logs: ScrollText,
  terminal: SquareTerminal,
  outside: AppWindow,
  details: Info,
  rename: Pencil,
  remove: Trash2,
} as const

function containerActions(container: Container): readonly Action[] {
  const { id, name } = container
  const tab = (which: DetailsTab) => (): void => {
    showSection('containers')
    openDetails(id, which)
  }
  const action = (
    verb: keyof typeof icons | 'remove',
    run: () => void,
    part: Partial<Action> = {},
  ): Action => ({
    id: `container:${verb}:${name}`,
    group: 'containers',
    icon: icons[verb],
    name: (t) => t(`palette.${verb}`, { name }),
    detail: () => container.image,
    run,
    ...part,
  })
  const paused = container.state === 'paused'
  return [
    ...(makesSense('start', container) ? [action('start', () => void startContainer(id))] : []),
    ...(makesSense('stop', container) ? [action('stop', () => void stopContainer(id))] : []),
    ...(makesSense('restart', container) ? [action('restart', () => void restartContainer(id))] : []),
    ...(container.state === 'running' || paused
      ? [action(paused ? 'resume' : 'pause', () => void pauseOrResume(container))]
      : []),
    action('logs', tab('logs')),
    ...(isRunning(container) ? [action('terminal', tab('terminal'), { words: 'shell exec' })] : []),
    ...(container.state === 'running'
      ? [action('outside', () => openOutside(id), { words: 'terminal shell exec 터미널' })]
      : []),
    action('details', tab('stats'), { words: 'inspect', ...toggleNow(container) }),
    action('rename', () => openDialog({ kind: 'rename-container', id })),
    action('remove', () => openDialog({ kind: 'remove-containers', ids: [id] }), { words: 'delete rm' }),
  ]
}

/** What is looked at first can be started or stopped at once. */
function toggleNow(container: Container): Pick<Action, 'now'> {
  const { id, name } = container
  const verb = makesSense('stop', container) ? 'stop' : makesSense('start', container) ? 'start' : undefined
  if (!verb) return {}
  const run = (): void => void (verb === 'stop' ? stopContainer(id) : startContainer(id))
  return { now: { name: (t) => t(`palette.${verb}`, { name }), run } }
}

function portActions(container: Container): readonly Action[] {
  const own = [...forwards.use.getState().items.values()].filter((one) => one.containerId === container.id)
  return distinctPorts(portsOf(container, own))
    .filter(({ state, binding }) => state === 'open' && binding.protocol === 'tcp' && binding.hostPort > 0)
    .map(({ binding }) => ({
      id: `open:${binding.hostPort}`,
      group: 'ports',
      icon: ExternalLink,
      name: (t) => t('palette.openPort', { port: binding.hostPort }),
      detail: () => container.name,
      words: container.name,
      run: () => openInBrowser(portAddress(binding)),
    }))
}

function projectActions(all: readonly Container[]): readonly Action[] {
  const projects = [...new Set(all.flatMap(({ project }) => project ?? []))]
  return projects.flatMap((project): Action[] => {
    const ids = all.filter((one) => one.project === project).map(({ id }) => id)
    const verbs = ['start', 'stop', 'restart'] as const
    return [
      ...verbs.map((verb): Action => ({
        id: `project:${verb}:${project}`,
        group: 'projects',
        icon: icons[verb],
        name: (t) => t(`palette.${verb}All`, { name: project }),
        words: 'compose',
        run: () => void actOnMany(ids, verb),
      })),
      {
        id: `project:logs:${project}`,
        group: 'projects',
        icon: icons.logs,
        name: (t) => t('palette.logs', { name: project }),
        detail: (t) => t('nav.projects'),
        run: () => {
          showSection('containers')
          openProjectLogs(project)
        },
      },
    ]
  })
}

const fixActions = (): readonly Action[] =>
  [...conflicts.use.getState().items.values()]
    .filter(({ when }) => when === 'now')
    .flatMap((conflict) =>
      conflict.fixes.map((fix) => ({
        id: `fix:${conflict.id}:${fix.id}`,
        group: 'actions' as const,
        icon: Wrench,
        name: (t) => fixLabel(t, fix),
        detail: (t) => t('palette.fixes', { port: conflict.binding.hostPort, name: conflict.containerName }),
        words: `${conflict.binding.hostPort} ${conflict.containerName} ${conflict.holder.name} fix`,
        run: () => chooseFix(conflict, fix),
      })),
    )
