// Computers for the readiness checks: files, programs and sockets as data.
import { AppError } from '../../preload/errors'
import type { Computer, WslReadiness } from '../../main/readiness/computer'

export interface FakeComputer extends Computer {
  readonly files: Map<string, string>
  /** Sockets, pipes and `host:port` that answer. */
  readonly live: Set<string>
  readonly links: Map<string, string>
  readonly ran: string[][]
}

export function linux(change: Partial<Computer> = {}): FakeComputer {
  const files = new Map<string, string>([['/usr/bin/docker', '']])
  const live = new Set<string>()
  const links = new Map<string, string>()
  const ran: string[][] = []
  return {
    ...{ files, live, links, ran },
    platform: 'linux',
    kernel: '6.1.0',
    home: '/home/mina/.local/share/portside',
    userHome: '/home/mina',
    user: 'mina',
    env: { PATH: '/home/mina/.local/bin:/usr/bin' },
    memoryBytes: 16 * 1024 ** 3,
    endpoint: 'unix:///home/mina/.local/share/portside/run/docker.sock',
    toolFolders: ['/opt/portside/tools'],
    builtAt: 1_000,
    ownMachine: true,
    now: () => 1_000_000,
    freeBytes: async () => 128e9,
    run: async (program, args) => {
      ran.push([program, ...args])
      return { exitCode: 0, stdout: '' }
    },
    readText: async (file) => files.get(file),
    writeText: async (file, text) => void files.set(file, text),
    exists: async (path) => files.has(path) || links.has(path),
    mayUse: async (path) => files.has(path),
    link: async (target, link) => void links.set(link, target),
    leadsTo: async (link) => links.get(link),
    unlink: async (link) => void links.delete(link),
    terminalPath: async () => undefined,
    answers: async (place) => live.has(place),
    portHolder: async () => undefined,
    chosenPort: (port) => port,
    choosePorts: async () => {},
    interfaces: () => ['eth0'],
    proxy: async () => undefined,
    remoteTime: async () => undefined,
    ...change,
  }
}

export const wsl = (change: Partial<WslReadiness> = {}): WslReadiness => ({
  version: async () => '2.5.10.0',
  restartIsDue: async () => false,
  hasPlatform: async () => true,
  getLimits: async () => ({}),
  setMemory: async () => {},
  install: async () => {},
  update: async () => {},
  restartWindows: async () => {},
  ...change,
})

export const windows = (change: Partial<Computer> = {}): FakeComputer => {
  const computer = linux({
    platform: 'windows',
    kernel: '10.0.26100',
    home: 'C:\\Users\\Mina\\AppData\\Local\\Portside',
    userHome: 'C:\\Users\\Mina',
    env: { Path: 'C:\\Windows;C:\\docker' },
    endpoint: 'npipe:////./pipe/portside-docker',
    toolFolders: ['C:\\Portside\\tools'],
    wsl: wsl(),
    run: async () => ({ exitCode: 0, stdout: 'True\r\nFalse\r\n' }),
    ...change,
  })
  computer.files.set('C:\\docker\\docker.exe', '')
  return computer
}

export const macos = (change: Partial<Computer> = {}): FakeComputer =>
  linux({
    platform: 'macos',
    kernel: '23.5.0',
    userHome: '/Users/mina',
    run: async () => ({ exitCode: 0, stdout: '1\n' }),
    ...change,
  })

export const missingWsl = new AppError('machine.wsl-missing')
export const oldWsl = new AppError('machine.wsl-old', { params: { have: '2.0.9', least: '2.1.5' } })
