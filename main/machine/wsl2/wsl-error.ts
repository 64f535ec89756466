// Tells from wsl.exe's output why it failed: by the code at the end, since the sentence before it is translated.
import { AppError, type ErrorCode } from '../../../preload/errors'

/** Older ones lack fixes that Docker needs. */
export const leastVersion = '2.1.5'

/** The last part of `Wsl/Service/…/CODE`; undefined when there is none. */
export const wslErrorCode = (output: string): string | undefined =>
  [...output.matchAll(/\bWsl(?:\/\w+)*\/(\w+)\s*$/gm)].at(-1)?.[1]

/** Codes by what a person can do about them. Hexadecimal where older versions print the number instead of the name. */
const remedies: Readonly<Record<string, ErrorCode>> = {
  HCS_E_HYPERV_NOT_INSTALLED: 'machine.virtualization-off',
  HCS_E_SERVICE_NOT_AVAILABLE: 'machine.virtualization-off',
  WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED: 'machine.virtualization-off',
  '0x80370102': 'machine.virtualization-off',
  '0x80370114': 'machine.virtualization-off',
  WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED: 'machine.wsl-missing',
  WSL_E_INSTALL_COMPONENT_FAILED: 'machine.wsl-missing',
  WSL_E_INSTALL_PROCESS_FAILED: 'machine.wsl-missing',
  REGDB_E_CLASSNOTREG: 'machine.wsl-missing',
  WSL_E_OS_NOT_SUPPORTED: 'machine.wsl-missing',
  WSL_E_WSL2_NEEDED: 'machine.wsl-old',
  WSL_E_HIGHER_INTEGRITY: 'machine.wsl-elevation',
  WSL_E_LOWER_INTEGRITY: 'machine.wsl-elevation',
  WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED: 'machine.wsl-elevation',
  WSL_E_DISK_CORRUPTED: 'machine.wsl-disk-corrupted',
  ERROR_FILE_CORRUPT: 'machine.wsl-disk-corrupted',
  WSL_E_VM_CRASHED: 'machine.wsl-crashed',
  HCS_E_CONNECTION_TIMEOUT: 'machine.wsl-crashed',
  ERROR_SHARING_VIOLATION: 'machine.wsl-disk-held',
  WSL_E_USER_VHD_ALREADY_ATTACHED: 'machine.wsl-disk-held',
}
/** Printed in place of a code by versions that could not find the component. */
const rebootHint = /ERROR_SUCCESS_REBOOT_REQUIRED|\b0xbc2\b|\b3010\b/i

/** An error for people out of what wsl.exe printed; `command` is what was run, `file` the disk it is about. */
export function wslError(output: string, command: string, file = ''): AppError {
  const code = wslErrorCode(output)
  const known = code === undefined ? undefined : remedies[code]
  const appCode = known ?? (rebootHint.test(output) ? 'machine.wsl-reboot' : 'machine.wsl-failed')
  return new AppError(appCode, {
    params: { code: code ?? '–', command, file, have: '–', least: leastVersion },
    detail: output.trim().slice(-2000),
  })
}
