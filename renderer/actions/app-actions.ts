// The actions of the app itself: where to go, what to make, what to do with the engine.
import { engineState, type EngineState } from '../../preload/engine-state'
import type { Key } from '../i18n/texts'
import type { Translate } from '../i18n/translate'
import {
  pauseMachine,
  restartMachine,
  resumeMachine,
  startMachine,
  stopMachine,
} from '../shell/machine-actions'
import { sections } from '../shell/sections'
import { engine, machine } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'
import { openDialog, showSection, showSettings, type OpenDialog, type Section } from '../stores/ui'
import type { Action } from './action'
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
  name: named(`nav.${section}`),
  detail: named('palette.go'),
  ...(index < 9 ? { keys: `Mod+${index + 1}` } : {}),
  run: () => showSection(section),
})

const dialog = (id: string, name: Key, opened: OpenDialog, part: Partial<Action> = {}): Action => ({
  id,
  name: named(name),
  refusal: engineOff,
  ...part,
  run: () => openDialog(opened),
})

const onEngine = (can: keyof EngineState['can'], run: () => void): Action => ({
  id: `engine:${can}`,
  name: named(`engine.${can}`),
  words: 'docker',
  refusal: (t) => (state().can[can] ? undefined : (t as (key: Key) => string)(state().text)),
  run,
})

const setting = (id: string, name: Key, change: Parameters<typeof changeSettings>[0]): Action => ({
  id,
  name: named(name),
  detail: named('nav.settings'),
  run: () => changeSettings(change),
})

export const appActions: readonly Action[] = [
  { id: 'palette', name: named('palette.open'), keys: 'Mod+K', run: openPalette },
  ...sections.map(go),
  { id: 'settings', name: named('palette.settings'), keys: 'Mod+,', run: () => showSection('settings') },
  { id: 'about', name: named('palette.about'), words: 'version', run: () => showSettings('about') },
  { id: 'keys', name: named('keys.title'), keys: '?', run: () => openDialog({ kind: 'keys' }) },
  dialog('run', 'palette.run', { kind: 'run' }, { keys: 'Mod+N', words: 'docker run' }),
  dialog('pull', 'palette.pull', { kind: 'pull' }, { words: 'docker pull download' }),
  dialog('build', 'palette.build', { kind: 'build' }, { words: 'docker build dockerfile' }),
  dialog('import', 'palette.import', { kind: 'import-image' }),
  dialog('registries', 'palette.registries', { kind: 'registries' }, { words: 'docker login' }),
  dialog('create-volume', 'palette.createVolume', { kind: 'create-volume' }),
  dialog('create-network', 'palette.createNetwork', { kind: 'create-network' }),
  dialog('reclaim', 'palette.reclaim', { kind: 'reclaim' }, { words: 'disk prune clean space' }),
  dialog('prune-images', 'palette.pruneImages', { kind: 'prune-images' }),
  dialog('prune-volumes', 'palette.pruneVolumes', { kind: 'prune-volumes' }),
  dialog('prune-networks', 'palette.pruneNetworks', { kind: 'prune-networks' }),
  onEngine('start', startMachine),
  onEngine('stop', stopMachine),
  onEngine('restart', restartMachine),
  onEngine('pause', pauseMachine),
  onEngine('resume', resumeMachine),
  dialog('repair', 'palette.repair', { kind: 'repair-machine' }, { refusal: () => undefined }),
  setting('theme:light', 'palette.light', { theme: 'light' }),
  setting('theme:dark', 'palette.dark', { theme: 'dark' }),
  setting('theme:system', 'palette.asSystem', { theme: 'system' }),
  setting('language:en', 'palette.english', { language: 'en' }),
  setting('language:ko', 'palette.korean', { language: 'ko' }),
]

export const appAction = (id: string): Action | undefined => appActions.find((action) => action.id === id)
