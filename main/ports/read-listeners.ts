// Picks the way to find listeners that this operating system has.
import type { ReadListeners } from './listener'
import { createLinuxReader } from './listeners-linux'
import { readMacosListeners } from './listeners-macos'
import { readWindowsListeners } from './listeners-windows'

export function listenerReader(platform: NodeJS.Platform = process.platform): ReadListeners {
  if (platform === 'win32') return readWindowsListeners
  if (platform === 'darwin') return readMacosListeners
  return createLinuxReader('/')
}
