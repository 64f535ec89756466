// The menu of the application, and that of its icon in the dock: pure functions of language, system and engine.
import type { Language, Machine, Engine } from '../../preload/model'
import { engineState } from '../../preload/engine-state'
import { grouped, when, type Command, type MenuEntry, type MenuItem, type MenuRole } from './menu-model'
import { sayIn, type Say, type TextKey } from './texts'

export interface MenuState {
  readonly language: Language
  readonly platform: NodeJS.Platform
  readonly machine: Machine
  readonly engine: Engine
}

/** As in the sidebar; the first nine have keys there, too. */
const sections = [
  ...(['home', 'containers', 'images', 'volumes', 'networks', 'projects'] as const),
  ...(['builds', 'workspaces', 'ports', 'resources'] as const),
]
const sectionKeys = 9

const item = (label: string, command: Command, shortcut?: string): MenuItem => ({
  kind: 'item',
  label,
  command,
  ...(shortcut === undefined ? {} : { shortcut }),
})
const role = (name: MenuRole): MenuEntry => ({ kind: 'role', role: name })
const action = (id: string): Command => ({ do: 'ask', request: { kind: 'action', id } })

export function applicationMenu(state: MenuState): readonly MenuEntry[] {
  const say = sayIn(state.language)
  const mac = state.platform === 'darwin'
  const menu = (key: TextKey, submenu: readonly MenuEntry[]): MenuItem => ({
    kind: 'item',
    label: say(key),
    submenu,
  })
  const settings = item(say('menu.settings'), { do: 'ask', request: { kind: 'settings' } }, 'CmdOrCtrl+,')
  const quit = item(say('tray.quit'), { do: 'quit' }, 'CmdOrCtrl+Q')
  const file = grouped(
    [
      item(say('menu.run'), { do: 'ask', request: { kind: 'run' } }, 'CmdOrCtrl+N'),
      item(say('menu.pull'), action('pull')),
      item(say('menu.build'), action('build')),
    ],
    [item(say('menu.close'), { do: 'close-window' }, 'CmdOrCtrl+W')],
    when(!mac, settings),
    when(!mac, quit),
  )
  return [
    ...when(mac, macMenu(settings, quit)),
    menu('menu.file', file),
    menu(
      'menu.edit',
      grouped([role('undo'), role('redo')], [role('cut'), role('copy'), role('paste')], [role('selectAll')]),
    ),
    menu('menu.view', viewEntries(say)),
    menu('menu.engine', engineEntries(say, state)),
    ...when(mac, menu('menu.window', grouped([role('minimize'), role('zoom')], [role('front')]))),
    menu(
      'menu.help',
      grouped(
        [item(say('menu.keys'), action('keys'))],
        when(!mac, item(say('menu.about'), { do: 'ask', request: { kind: 'settings', part: 'about' } })),
      ),
    ),
  ]
}

/** The menu named after the app, whose entries macOS words itself. */
const macMenu = (settings: MenuItem, quit: MenuItem): MenuItem => ({
  kind: 'item',
  label: 'Portside',
  submenu: grouped(
    [role('about')],
    [settings],
    [role('services')],
    [role('hide'), role('hideOthers'), role('unhide')],
    [quit],
  ),
})

const viewEntries = (say: Say): MenuEntry[] =>
  grouped(
    [item(say('menu.palette'), action('palette'), 'CmdOrCtrl+K')],
    sections.map((section, index) =>
      item(
        say(`menu.${section}`),
        { do: 'ask', request: { kind: 'section', section } },
        index < sectionKeys ? `CmdOrCtrl+${index + 1}` : undefined,
      ),
    ),
    [
      item(say('menu.zoomIn'), { do: 'zoom', by: 1 }, 'CmdOrCtrl+Plus'),
      // The plus of most keyboards wants Shift, which nobody presses for this.
      { ...item(say('menu.zoomIn'), { do: 'zoom', by: 1 }, 'CmdOrCtrl+='), hidden: true },
      item(say('menu.zoomOut'), { do: 'zoom', by: -1 }, 'CmdOrCtrl+-'),
      item(say('menu.actualSize'), { do: 'zoom', by: 0 }, 'CmdOrCtrl+0'),
    ],
    [role('togglefullscreen')],
  )

const engineEntries = (say: Say, { machine, engine }: MenuState): MenuItem[] => {
  const { can } = engineState(machine, engine)
  const entry = (name: keyof typeof can): MenuItem => ({
    ...item(say(`engine.${name}`), { do: 'engine', action: name }),
    ...(can[name] ? {} : { disabled: true }),
  })
  return [entry('start'), can.resume ? entry('resume') : entry('pause'), entry('restart'), entry('stop')]
}

/** What the icon in the dock, and on Windows the one in the taskbar, offers. */
export function quickEntries(language: Language): readonly MenuItem[] {
  const say = sayIn(language)
  return [
    item(say('tray.run'), { do: 'ask', request: { kind: 'run' } }),
    item(say('tray.allPorts'), { do: 'ask', request: { kind: 'section', section: 'ports' } }),
    item(say('tray.settings'), { do: 'ask', request: { kind: 'settings' } }),
  ]
}
