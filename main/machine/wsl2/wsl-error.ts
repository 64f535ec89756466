// Tells from wsl.exe's output why it failed: by the code at the end, since the sentence before it is translated.
import { AppError, type ErrorCode } from '../../../preload/errors'

/** Older ones lack fixes that Docker needs. */
export const leastVersion = '2.1.5'

/** The last part of `Wsl/Service/…/CODE`, named where it is a number; undefined when there is none. */
export function wslErrorCode(output: string): string | undefined {
  const code = [...output.matchAll(/\bWsl(?:\/\w+)*\/(\w+)\s*$/gm)].at(-1)?.[1]
  if (code === undefined) return undefined
  const number = code.toLowerCase()
  return Object.hasOwn(names, number) ? names[number] : code
}

/** Versions that do not know a code's name print its number (HRESULT: wslservice.idl, winerror.h, HCS errors). */
const names: Readonly<Record<string, string>> = {
  '0x80040301': 'WSL_E_DEFAULT_DISTRO_NOT_FOUND',
  '0x80040302': 'WSL_E_DISTRO_NOT_FOUND',
  '0x80040303': 'WSL_E_WSL1_NOT_SUPPORTED',
  '0x8004030a': 'WSL_E_EXPORT_FAILED',
  '0x8004030b': 'WSL_E_IMPORT_FAILED',
  '0x8004030c': 'WSL_E_DISTRO_NOT_STOPPED',
  '0x8004030f': 'WSL_E_LOWER_INTEGRITY',
  '0x80040310': 'WSL_E_HIGHER_INTEGRITY',
  '0x80040312': 'WSL_E_USER_VHD_ALREADY_ATTACHED',
  '0x80040315': 'WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK',
  '0x8004031c': 'WSL_E_WSL2_NEEDED',
  '0x80040321': 'WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED',
  '0x80040326': 'WSL_E_NOT_A_LINUX_DISTRO',
  '0x80040327': 'WSL_E_OS_NOT_SUPPORTED',
  '0x80040328': 'WSL_E_INSTALL_PROCESS_FAILED',
  '0x80040329': 'WSL_E_INSTALL_COMPONENT_FAILED',
  '0x8004032d': 'WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED',
  '0x8004032e': 'WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED',
  '0x8004032f': 'WSL_E_DISK_CORRUPTED',
  '0x80040331': 'WSL_E_INVALID_JSON',
  '0x80040332': 'WSL_E_VM_CRASHED',
  '0x80040154': 'REGDB_E_CLASSNOTREG',
  '0x80070005': 'E_ACCESSDENIED',
  '0x80070020': 'ERROR_SHARING_VIOLATION',
  '0x80070050': 'ERROR_FILE_EXISTS',
  '0x80070070': 'ERROR_DISK_FULL',
  '0x800700b7': 'ERROR_ALREADY_EXISTS',
  '0x80070422': 'ERROR_SERVICE_DISABLED',
  '0x800704c7': 'ERROR_CANCELLED',
  '0x800704ec': 'ERROR_ACCESS_DISABLED_BY_POLICY',
  '0x80070570': 'ERROR_FILE_CORRUPT',
  '0x80070bc2': 'ERROR_SUCCESS_REBOOT_REQUIRED',
  '0x80072ee2': 'WININET_E_TIMEOUT',
  '0x80072ee7': 'WININET_E_NAME_NOT_RESOLVED',
  '0x80072efd': 'WININET_E_CANNOT_CONNECT',
  '0x80072efe': 'WININET_E_CONNECTION_ABORTED',
  '0x80370102': 'HCS_E_HYPERV_NOT_INSTALLED',
  '0x80370109': 'HCS_E_CONNECTION_TIMEOUT',
  '0x80370114': 'HCS_E_SERVICE_NOT_AVAILABLE',
}

/** Codes by what a person can do about them. */
const remedies: Readonly<Record<string, ErrorCode>> = {
  HCS_E_HYPERV_NOT_INSTALLED: 'machine.virtualization-off',
  HCS_E_SERVICE_NOT_AVAILABLE: 'machine.virtualization-off',
  WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED: 'machine.wsl-platform-missing',
  WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED: 'machine.wsl-platform-missing',
  WSL_E_INSTALL_COMPONENT_FAILED: 'machine.wsl-missing',
  WSL_E_INSTALL_PROCESS_FAILED: 'machine.wsl-missing',
  REGDB_E_CLASSNOTREG: 'machine.wsl-missing',
  WSL_E_OS_NOT_SUPPORTED: 'machine.wsl-windows-old',
  WSL_E_WSL2_NEEDED: 'machine.wsl-old',
  WSL_E_HIGHER_INTEGRITY: 'machine.wsl-elevation',
  WSL_E_LOWER_INTEGRITY: 'machine.wsl-elevation',
  WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED: 'machine.wsl-elevation',
  ERROR_ACCESS_DISABLED_BY_POLICY: 'machine.wsl-policy',
  ERROR_SERVICE_DISABLED: 'machine.wsl-service-off',
  ERROR_SUCCESS_REBOOT_REQUIRED: 'machine.wsl-reboot',
  WSL_E_DISK_CORRUPTED: 'machine.wsl-disk-corrupted',
  ERROR_FILE_CORRUPT: 'machine.wsl-disk-corrupted',
  WSL_E_VM_CRASHED: 'machine.wsl-crashed',
  HCS_E_CONNECTION_TIMEOUT: 'machine.wsl-crashed',
  ERROR_SHARING_VIOLATION: 'machine.wsl-disk-held',
  WSL_E_USER_VHD_ALREADY_ATTACHED: 'machine.wsl-disk-held',
  ERROR_DISK_FULL: 'machine.wsl-disk-full',
  WSL_E_DISTRO_NOT_STOPPED: 'machine.wsl-disk-held',
  ERROR_FILE_EXISTS: 'machine.wsl-folder-taken',
  E_ACCESSDENIED: 'machine.wsl-access-denied',
  WSL_E_IMPORT_FAILED: 'machine.wsl-import-failed',
  WSL_E_NOT_A_LINUX_DISTRO: 'machine.wsl-import-failed',
  WSL_E_DISTRO_NOT_FOUND: 'machine.wsl-distribution-gone',
  ERROR_ALREADY_EXISTS: 'machine.wsl-name-in-use',
  WSL_E_WSL1_NOT_SUPPORTED: 'machine.wsl-old',
  ERROR_CANCELLED: 'machine.wsl-not-allowed',
  WININET_E_TIMEOUT: 'machine.wsl-offline',
  WININET_E_NAME_NOT_RESOLVED: 'machine.wsl-offline',
  WININET_E_CANNOT_CONNECT: 'machine.wsl-offline',
  WININET_E_CONNECTION_ABORTED: 'machine.wsl-offline',
  WSL_E_INVALID_JSON: 'machine.wsl-offline',
  WSL_E_CUSTOM_KERNEL_NOT_FOUND: 'machine.wsl-config',
  WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR: 'machine.wsl-config',
}
/** Printed in place of a code by versions that could not find the component. */
const rebootHint = /ERROR_SUCCESS_REBOOT_REQUIRED|\b0xbc2\b|\b3010\b/i

/** An error for people out of what wsl.exe printed; `command` is what was run, `file` the disk it is about. */
export function wslError(output: string, command: string, file = ''): AppError {
  const code = wslErrorCode(output)
  const known = code !== undefined && Object.hasOwn(remedies, code) ? remedies[code] : undefined
  const appCode = known ?? (rebootHint.test(output) ? 'machine.wsl-reboot' : 'machine.wsl-failed')
  return new AppError(appCode, {
    params: { code: code ?? '–', command, file, have: '–', least: leastVersion },
    detail: output.trim().slice(-2000),
  })
}
