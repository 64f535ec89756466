// The actions of the app itself: where to go, what to make, what to do with the engine.
import {
  Hammer,
  Download,
  Eraser,
  FileInput,
  HardDrive,
  Info,
  Keyboard,
  KeyRound,
  Languages,
  Monitor,
  Moon,
  Network,
  RotateCw,
  Search,
  Settings2,
  Sun,
  Trash2,
  Wrench,
} from 'lucide-react'
import { engineState, type EngineState } from '../../preload/engine-state'
import { PauseIcon, PlayIcon, StopIcon } from '../components/icons'
import type { Key } from '../i18n/texts'
import type { Translate } from '../i18n/translate'
import {
  pauseMachine,
  restartMachine,
  resumeMachine,
  startMachine,
  stopMachine,
} from '../shell/machine-actions'
import { sectionIcons } from '../shell/section-icons'
import { sections } from '../shell/sections'
import { engine, machine } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'
import { openDialog, showSection, showSettings, type OpenDialog, type Section } from '../stores/ui'
import type { Action, ActionIcon } from './action'
import { openPalette } from './palette-state'

const named =
  (key: Key) =>
  (t: Translate): string =>
    (t as (key: Key) => string)(key)

const state = (): EngineState => engineState(machine.getState().value, engine.getState().value)

const engineOff = (t: Translate): string | undefined =>
  engine.getState().value?.state === 'connected' ? undefined : t('engine.off')

const go = (section: Section, index: number): Action => ({
  id: `go:${section}`,
  group: 'go',
  icon: sectionIcons[section],
  name: named(`nav.${section}`),
  detail: named('palette.go'),
  ...(index < 9 ? { keys: `Mod+${index + 1}` } : {}),
  run: () => showSection(section),
})

const dialog = (
  id: string,
  icon: ActionIcon,
  name: Key,
  opened: OpenDialog,
  part: Partial<Action> = {},
): Action => ({
  id,
  group: 'actions',
  icon,
  name: named(name),
  refusal: engineOff,
  ...part,
  run: () => openDialog(opened),
})

const onEngine = (can: keyof EngineState['can'], icon: ActionIcon, run: () => void): Action => ({
  id: `engine:${can}`,
  group: 'engine',
  icon,
  name: named(`engine.${can}`),
  words: 'docker',
  refusal: (t) => (state().can[can] ? undefined : (t as (key: Key) => string)(state().text)),
  run,
})

const setting = (
  id: string,
  icon: ActionIcon,
  name: Key,
  change: Parameters<typeof changeSettings>[0],
): Action => ({
  id,
  group: 'settings',
  icon,
  name: named(name),
  detail: named('nav.settings'),
  run: () => changeSettings(change),
})

export const appActions: readonly Action[] = [
  {
    id: 'palette',
    group: 'actions',
    icon: Search,
    name: named('palette.open'),
    keys: 'Mod+K',
    run: openPalette,
  },
  ...sections.map(go),
  {
    id: 'settings',
    group: 'settings',
    icon: Settings2,
    name: named('palette.settings'),
    keys: 'Mod+,',
    run: () => showSection('settings'),
  },
  {
    id: 'about',
    group: 'settings',
    icon: Info,
    name: named('palette.about'),
    words: 'version',
    run: () => showSettings('about'),
  },
  {
    id: 'keys',
    group: 'settings',
    icon: Keyboard,
    name: named('keys.title'),
    keys: '?',
    run: () => openDialog({ kind: 'keys' }),
  },
  dialog('run', PlayIcon, 'palette.run', { kind: 'run' }, { keys: 'Mod+N', words: 'docker run' }),
  dialog('pull', Download, 'palette.pull', { kind: 'pull' }, { words: 'docker pull download' }),
  dialog('build', Hammer, 'palette.build', { kind: 'build' }, { words: 'docker build dockerfile' }),
  dialog('import', FileInput, 'palette.import', { kind: 'import-image' }),
  dialog('registries', KeyRound, 'palette.registries', { kind: 'registries' }, { words: 'docker login' }),
  dialog('create-volume', HardDrive, 'palette.createVolume', { kind: 'create-volume' }),
  dialog('create-network', Network, 'palette.createNetwork', { kind: 'create-network' }),
  dialog('reclaim', Eraser, 'palette.reclaim', { kind: 'reclaim' }, { words: 'disk prune clean space' }),
  dialog('prune-images', Trash2, 'palette.pruneImages', { kind: 'prune-images' }),
  dialog('prune-volumes', Trash2, 'palette.pruneVolumes', { kind: 'prune-volumes' }),
  dialog('prune-networks', Trash2, 'palette.pruneNetworks', { kind: 'prune-networks' }),
  onEngine('start', PlayIcon, startMachine),
  onEngine('stop', StopIcon, stopMachine),
  onEngine('restart', RotateCw, restartMachine),
  onEngine('pause', PauseIcon, pauseMachine),
  onEngine('resume', PlayIcon, resumeMachine),
  dialog(
    'repair',
    Wrench,
    'palette.repair',
    { kind: 'repair-machine' },
    { group: 'engine', refusal: () => undefined },
  ),
  setting('theme:light', Sun, 'palette.light', { theme: 'light' }),
  setting('theme:dark', Moon, 'palette.dark', { theme: 'dark' }),
  setting('theme:system', Monitor, 'palette.asSystem', { theme: 'system' }),
  setting('language:en', Languages, 'palette.english', { language: 'en' }),
  setting('language:ko', Languages, 'palette.korean', { language: 'ko' }),
]

export const appAction = (id: string): Action | undefined => appActions.find((action) => action.id === id)
