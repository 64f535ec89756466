// The user's own Path on Windows, which terminals that are opened from now on have: asked, and added to.
import { win32 } from 'node:path'
import type { Computer } from './computer'

const key = 'HKCU\\Environment'

const system = ({ env }: Computer, ...place: readonly string[]): string =>
  win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', ...place)

/** This process keeps the Path that it was started with, so the registry is asked, as new terminals do. */
export async function isInUserPath(computer: Computer, folder: string): Promise<boolean> {
  const program = computer.env.PORTSIDE_REG ?? system(computer, 'reg.exe')
  const { exitCode, stdout } = await computer.run(program, ['query', key, '/v', 'Path'])
  const value = /^\s*Path\s+REG_\w+\s+(.*?)\s*$/im.exec(stdout)?.[1] ?? ''
  const same = (one: string): boolean => one.toLowerCase() === folder.toLowerCase()
  return exitCode === 0 && value.split(';').some(same)
}

/**
 * Needs no administrator. The value is read and written as it stands, `%USERPROFILE%` and all, which
 * SetEnvironmentVariable('Path') would fill in for good; taking away what is not there tells programs of the change.
 * A single quote is doubled within single quotes (about_Quoting_Rules).
 * @returns what went wrong, if anything
 */
export const addToUserPath = (computer: Computer, folder: string): Promise<string | undefined> =>
  changeUserPath(
    computer,
    folder,
    `if (($path -split ';') -notcontains $folder) { $key.SetValue('Path', (@($path, $folder) -ne '' -join ';'), 'ExpandString') }`,
  )

/** The other entries stay as they stand. @returns what went wrong, if anything */
export const removeFromUserPath = (computer: Computer, folder: string): Promise<string | undefined> =>
  changeUserPath(
    computer,
    folder,
    `if (($path -split ';') -contains $folder) { $key.SetValue('Path', (@($path -split ';') -ne $folder -join ';'), 'ExpandString') }`,
  )

async function changeUserPath(
  computer: Computer,
  folder: string,
  change: string,
): Promise<string | undefined> {
  const program =
    computer.env.PORTSIDE_POWERSHELL ?? system(computer, 'WindowsPowerShell', 'v1.0', 'powershell.exe')
  const script = [
    `$ErrorActionPreference = 'Stop'`,
    `$folder = '${folder.replaceAll("'", "''")}'`,
    `$key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Environment', $true)`,
    `$path = $key.GetValue('Path', '', 'DoNotExpandEnvironmentNames').TrimEnd(';')`,
    change,
    `[Environment]::SetEnvironmentVariable('PortsidePath', $null, 'User')`,
  ].join('; ')
  const flags = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command']
  const { exitCode, stdout } = await computer.run(program, [...flags, script])
  return exitCode === 0 ? undefined : stdout.trim()
}
