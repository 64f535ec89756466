// The programs of Windows that the driver runs, by their full path: what lies in the present folder is not them.
import { win32 } from 'node:path'

export interface WindowsPrograms {
  readonly wsl: string
  readonly powershell: string
  readonly registry: string
  readonly diskpart: string
  readonly shutdown: string
}

type Env = Readonly<Record<string, string | undefined>>

/** `PORTSIDE_WSL`, `PORTSIDE_POWERSHELL`, `PORTSIDE_REG`, `PORTSIDE_DISKPART` and `PORTSIDE_SHUTDOWN` name others. */
export function windowsPrograms(env: Env): WindowsPrograms {
  const system = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32')
  return {
    wsl: env.PORTSIDE_WSL ?? win32.join(system, 'wsl.exe'),
    powershell: env.PORTSIDE_POWERSHELL ?? win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    registry: env.PORTSIDE_REG ?? win32.join(system, 'reg.exe'),
    shutdown: env.PORTSIDE_SHUTDOWN ?? win32.join(system, 'shutdown.exe'),
    diskpart: env.PORTSIDE_DISKPART ?? win32.join(system, 'diskpart.exe'),
  }
}
