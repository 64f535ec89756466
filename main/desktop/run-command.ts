// Does what an entry of a menu, a button of a notification or a list of the system stands for.
import type { Contract } from '../../preload/contract'
import type { Command } from './menu-model'
import type { Requests } from './requests'
import type { Shell } from './shell'

export interface CommandParts {
  readonly services: Pick<Contract, 'machine' | 'containers' | 'ports' | 'workspaces'>
  readonly requests: Requests
  readonly shell: Shell
}

/** Where looking for a free port begins: what people take for something new. */
const firstFreePort = 3000

/** @throws what the service throws */
export async function runCommand(command: Command, parts: CommandParts): Promise<void> {
  const { services, requests, shell } = parts
  switch (command.do) {
    case 'engine':
      return services.machine[command.action]()
    case 'containers':
      await Promise.all(command.ids.map((id) => services.containers[command.action]({ id })))
      return
    case 'workspace':
      return services.workspaces[command.action === 'up' ? 'start' : 'stop']({ id: command.id })
    case 'fix':
      return services.ports.applyFix({ conflictId: command.conflictId, fixId: command.fixId })
    case 'copy-free-port': {
      const near = { near: firstFreePort, protocol: 'tcp', address: '127.0.0.1', count: 1 } as const
      const [port] = (await services.ports.findFree(near)).ports
      return port === undefined ? undefined : shell.copy(String(port))
    }
    case 'ask':
      requests.push(command.request)
      return shell.show()
    case 'open-address':
      return shell.openAddress(command.address)
    case 'zoom':
      return shell.zoom(command.by)
    case 'show':
      return shell.show()
    case 'close-window':
      return shell.closeWindow()
    case 'quit':
      return shell.quit()
  }
}
