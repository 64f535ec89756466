// Which system this window is on: what its shell said in the address, or what the browser says.

type System = 'macos' | 'windows' | 'linux'

const names: Readonly<Record<string, System>> = { darwin: 'macos', win32: 'windows', linux: 'linux' }

/** `system=darwin` in the address of the desktop app's window. */
export function systemOf(address: string, browserPlatform: string): System {
  const told = names[new URL(address).searchParams.get('system') ?? '']
  if (told) return told
  if (/^mac|^ip(hone|ad)/i.test(browserPlatform)) return 'macos'
  return /^win/i.test(browserPlatform) ? 'windows' : 'linux'
}

export const system = (): System => systemOf(location.href, navigator.platform)

/** The key that shortcuts are held with. */
export const modKey = (): string => (system() === 'macos' ? '⌘' : 'Ctrl')

const homes: Readonly<Record<System, string>> = {
  windows: 'C:\\Users\\you',
  macos: '/Users/you',
  linux: '/home/you',
}

/** A path as this system writes it, in somebody's home folder: for fields that hint at what to type. */
export const examplePath = (...parts: readonly string[]): string =>
  [homes[system()], ...parts].join(system() === 'windows' ? '\\' : '/')
