// From the state of everything to what the tray shows: a pure function.
import { formatMemory, formatShare } from '../../preload/amounts'
import { isRunning } from '../../preload/container-state'
import { engineState, type EngineState } from '../../preload/engine-state'
import { portAddress } from '../../preload/port-address'
import type { PortBinding } from '../../preload/model'
import { conflictEntries } from './conflict-entries'
import { containerGroups } from './container-entries'
import { grouped, when, type MenuEntry, type MenuItem } from './menu-model'
import { plain, sayIn, type Say } from './texts'
import type { TrayIcon, TrayState, TrayWorkspace } from './tray-state'
import { warningEntries } from './warnings'

export interface TrayModel {
  readonly icon: TrayIcon
  /** Conflicts that are broken now; beside the icon where there is room. */
  readonly count: number
  readonly tooltip: string
  readonly menu: readonly MenuEntry[]
}

export function trayModel(state: TrayState): TrayModel {
  const say = sayIn(state.language)
  const engine = engineState(state.machine, state.engine)
  const broken = state.conflicts.filter((one) => one.when === 'now')
  const warnings = warningEntries(state)
  const conflicts = conflictEntries(say, broken)
  const head = headOf(say, state, engine)
  const actions = engineActions(say, state, engine)
  const projects = containerGroups(say, state.containers, broken)
  const workspaces = state.workspaces.slice(0, mostWorkspaces).map((one) => workspaceEntry(say, one))
  const open = item(say('tray.window'), { do: 'show' }, 'CmdOrCtrl+O')
  const run = item(say('tray.run'), { do: 'ask', request: { kind: 'run' } }, 'CmdOrCtrl+N')
  const settings = item(say('tray.settings'), { do: 'ask', request: { kind: 'settings' } }, 'CmdOrCtrl+,')
  const quit = item(say('tray.quit'), { do: 'quit' }, 'CmdOrCtrl+Q')
  return {
    icon: iconOf(engine, broken.length + warnings.length > 0),
    count: broken.length,
    tooltip: [
      'Portside',
      [head.label, head.detail].filter(Boolean).join(', '),
      ...conflicts.map(({ label }) => label),
    ]
      .join('\n')
      .slice(0, 127),
    menu: state.hasPanel
      ? grouped(
          [open, ...conflicts, ...warnings],
          [...below(say('menu.containers'), projects), ...below(say('menu.workspaces'), workspaces)],
          actions,
          [settings, quit],
        )
      : grouped(
          [head],
          [...conflicts, ...warnings],
          projects,
          workspaces,
          portEntries(say, state, broken),
          actions,
          [open, run, settings],
          [quit],
        ),
  }
}

/** Behind one entry what the panel shows at a glance. */
const below = (label: string, submenu: readonly MenuItem[]): readonly MenuItem[] =>
  when(submenu.length > 0, { kind: 'item', label, submenu } as const)

const mostWorkspaces = 10

const item = (label: string, command: NonNullable<MenuItem['command']>, shortcut?: string): MenuItem => ({
  kind: 'item',
  label,
  command,
  ...(shortcut === undefined ? {} : { shortcut }),
})

function iconOf({ shape }: EngineState, needsAttention: boolean): TrayIcon {
  if (shape === 'fail') return 'attention'
  if (shape === 'start') return 'starting'
  if (shape === 'pause') return 'paused'
  if (shape === 'stop') return 'stopped'
  return needsAttention ? 'attention' : 'running'
}

function headOf(say: Say, state: TrayState, engine: EngineState): MenuItem {
  const level = state.reading?.sample.machine ?? state.reading?.sample.containers
  const uses =
    engine.shape === 'run' && level
      ? say('engine.uses', {
          cpu: formatShare(Math.round(level.cpu * 100) / 100),
          memory: formatMemory(rounded(level.memoryBytes)),
        })
      : undefined
  const back =
    (engine.shape === 'stop' || engine.shape === 'pause') && state.gaveBackBytes
      ? say('engine.gaveBack', { memory: formatMemory(rounded(state.gaveBackBytes)) })
      : undefined
  const detail = uses ?? back
  return {
    kind: 'item',
    label: say(engine.text),
    mark: engine.shape === 'start' ? 'pause' : engine.shape,
    disabled: true,
    ...(detail === undefined ? {} : { detail }),
  }
}

/** Steps of 100 MB, so that a figure that only trembles changes nothing. */
const rounded = (bytes: number): number => Math.round(bytes / 100e6) * 100e6

function engineActions(say: Say, state: TrayState, { can }: EngineState): readonly MenuItem[] {
  const action = (name: 'start' | 'stop' | 'restart' | 'pause' | 'resume', detail?: string): MenuItem => ({
    ...item(say(`engine.${name}`), { do: 'engine', action: name }),
    ...(detail === undefined ? {} : { detail }),
  })
  const memory = state.reading?.sample.machine?.memoryBytes
  const back =
    memory === undefined ? undefined : say('engine.givesBack', { memory: formatMemory(rounded(memory)) })
  return [
    ...when(can.start, action('start')),
    ...when(can.resume, action('resume')),
    ...when(can.pause, action('pause')),
    ...when(can.restart, action('restart')),
    ...when(can.stop, action('stop', back)),
  ]
}

const workspaceMarks: Readonly<Record<TrayWorkspace['state'], NonNullable<MenuItem['mark']>>> = {
  new: 'stop',
  starting: 'pause',
  up: 'run',
  partly: 'warn',
  stopped: 'stop',
  failed: 'fail',
}

function workspaceEntry(say: Say, { id, title, state, doing }: TrayWorkspace): MenuItem {
  // A start waits for a stop that goes on, and for nothing else.
  const isFree = doing === undefined || doing === 'stops'
  const entry = (action: 'up' | 'down', fits: boolean): MenuItem => ({
    ...item(say(`tray.${action}`), { do: 'workspace', action, id }),
    ...(fits ? {} : { disabled: true }),
  })
  return {
    kind: 'item',
    label: plain(title),
    mark: workspaceMarks[state],
    // What is up needs no word.
    ...(state === 'up' ? {} : { detail: say(`tray.workspace.${state}`) }),
    submenu: grouped(
      [
        entry('up', isFree && ((state !== 'up' && state !== 'starting') || doing === 'stops')),
        entry('down', (isFree || doing === 'waits') && state !== 'stopped' && state !== 'new'),
      ],
      [item(say('tray.details'), { do: 'ask', request: { kind: 'workspace', id } })],
    ),
  }
}

/** The ports that were opened last, at hand without a submenu. */
function portEntries(
  say: Say,
  { containers }: TrayState,
  broken: TrayState['conflicts'],
): readonly MenuItem[] {
  const open = containers
    .filter(isRunning)
    .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
    .flatMap((container) =>
      container.ports
        .filter(
          (binding) => opens(binding) && !broken.some((one) => one.binding.hostPort === binding.hostPort),
        )
        .map((binding) => ({ binding, name: container.name })),
    )
  const seen = new Set<number>()
  const distinct = open.filter(({ binding }) => !seen.has(binding.hostPort) && seen.add(binding.hostPort))
  return [
    ...distinct.slice(0, portsAtHand).map(({ binding, name }) => ({
      ...item(say('tray.open', { port: binding.hostPort }), {
        do: 'open-address',
        address: portAddress(binding),
      }),
      detail: plain(name),
    })),
    ...when(containers.length > 0, item(say('tray.copyFree'), { do: 'copy-free-port' })),
  ]
}

const portsAtHand = 3

/** What a browser can open. */
const opens = ({ protocol, hostPort }: PortBinding): boolean => protocol === 'tcp' && hostPort > 0
