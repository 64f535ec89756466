// Port conflicts in a menu: who has the port, and the ways out, the safest first.
import type { PortConflict, PortFix } from '../../preload/model'
import { portText } from '../../preload/port-range'
import type { Command, MenuEntry, MenuItem } from './menu-model'
import { grouped } from './menu-model'
import { plain, type Say } from './texts'

const mostConflicts = 6
const mostFixes = 3

/** One entry for all of them, or none. */
export function conflictEntries(say: Say, broken: readonly PortConflict[]): readonly MenuItem[] {
  if (broken.length === 0) return []
  const showAll: Command = { do: 'ask', request: { kind: 'section', section: 'ports' } }
  return [
    {
      kind: 'item',
      label: broken.length === 1 ? say('tray.conflict') : say('tray.conflicts', { count: broken.length }),
      mark: 'fail',
      submenu: grouped(
        ...broken.slice(0, mostConflicts).map((conflict): MenuEntry[] => [
          { kind: 'item', label: describe(say, conflict), disabled: true },
          ...conflict.fixes.slice(0, mostFixes).map((fix): MenuEntry => ({
            kind: 'item',
            label: fixLabel(say, fix),
            command: fixCommand(conflict, fix),
          })),
        ]),
        [{ kind: 'item', label: say('tray.allPorts'), command: showAll }],
      ),
    },
  ]
}

function describe(say: Say, { kind, binding, containerName, containerUp, holder }: PortConflict): string {
  const port = portText(binding)
  if (kind === 'reserved' || kind === 'privileged') return say(`conflict.${kind}`, { port })
  const values = {
    port,
    holder: plain(holder.name) || say('notice.unnamed'),
    container: plain(containerName),
  }
  if (kind === 'shadowed' || kind === 'failed') return say(`conflict.${kind}`, values)
  return say(containerUp ? 'conflict.mostly' : 'conflict.taken', values)
}

export function fixLabel(say: Say, fix: PortFix): string {
  switch (fix.kind) {
    case 'move':
      return say('fix.move', { port: fix.toPort })
    case 'stop-process':
      return say('fix.stop-process', { name: plain(fix.name), pid: fix.pid })
    case 'free-reserved':
      return say('fix.free-reserved', { port: fix.port })
    case 'stop-holder':
    case 'stop-wanter':
      return say(`fix.${fix.kind}`, { name: plain(fix.name) })
  }
}

/** A program is stopped, and the system changed, only after a person saw in the window what that means. */
export function fixCommand({ id: conflictId }: PortConflict, { id: fixId, kind }: PortFix): Command {
  if (kind === 'stop-process' || kind === 'free-reserved')
    return { do: 'ask', request: { kind: 'fix', conflictId, fixId } }
  return { do: 'fix', conflictId, fixId }
}
