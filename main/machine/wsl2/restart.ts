// Restarts of Windows that an installation needs: whether one is due, and being opened again after it.
import { AppError, isAppError, type ErrorCode } from '../../../preload/errors'
import type { Log } from '../../base/log'
import type { WindowsRegistry } from './windows-registry'

/** Written by WSL when it has switched on parts of Windows; volatile, so a restart removes it (WslInstall.cpp). */
const partsInstalled = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss\\InstallStatus'
/** Written by WSL when its own files wait to be replaced; volatile as well (install.cpp). */
const packageInstalled = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\MSI\\RebootPending'
/** The service of the Virtual Machine Platform. */
export const platformService = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\vmcompute'
const runOnce = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce'
const valueName = 'Portside'

/** Failures that a restart, or a part of Windows that is missing, may be behind. */
const unclear: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'machine.virtualization-off',
  'machine.wsl-platform-missing',
  'machine.wsl-missing',
  'machine.wsl-old',
  'machine.wsl-reboot',
  'machine.wsl-failed',
  'machine.wsl-import-failed',
])

export interface ExplainOptions {
  readonly registry: WindowsRegistry
  /** The program and arguments that open Portside; absent where nothing can be registered, as in a checkout. */
  readonly reopen?: readonly string[]
  readonly log: Log
}

/**
 * The error with what Windows itself knows about it. Where a restart is due, Portside is opened again after it.
 * Never throws: an error that cannot be explained better stays as it is.
 */
export async function explainFailure(error: unknown, options: ExplainOptions): Promise<unknown> {
  if (!isAppError(error) || !unclear.has(error.code)) return error
  const { params, detail } = error
  const as = (code: ErrorCode): AppError =>
    new AppError(code, { params, cause: error, ...(detail === undefined ? {} : { detail }) })
  try {
    if (error.code === 'machine.wsl-reboot' || (await restartIsDue(options.registry))) {
      await reopenAfterRestart(options)
      return as('machine.wsl-reboot')
    }
    if (error.code === 'machine.virtualization-off' && !(await options.registry.hasKey(platformService)))
      return as('machine.wsl-platform-missing')
  } catch (cause) {
    options.log.warn('the registry could not be asked', { why: String(cause) })
  }
  return error
}

/** Whether Windows waits for a restart to finish what was installed. */
export const restartIsDue = async (registry: WindowsRegistry): Promise<boolean> =>
  (await registry.hasKey(partsInstalled)) || (await registry.hasKey(packageInstalled))

/** Windows runs what stands there once, when this user signs in next, and forgets it. */
export async function reopenAfterRestart({ registry, reopen, log }: ExplainOptions): Promise<void> {
  if (!reopen) return
  await registry.setText(runOnce, valueName, reopen.map((word) => `"${word}"`).join(' '))
  log.info('Portside opens again after the restart')
}
