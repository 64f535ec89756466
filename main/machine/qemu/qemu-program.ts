// Finds QEMU on this computer, and knows the command that installs it where it is missing.
import { readFile } from 'node:fs/promises'
import { delimiter } from 'node:path'
import { AppError } from '../../../preload/errors'
import { findProgram } from '../network'
import type { Arch } from '../vm/vm-options'
import { qemuProgram } from './command-line'

/** Where package managers put it, for apps that a desktop started with a short PATH. */
export const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin']

/** The given folders come first: a bundled QEMU is the one that was tested. @throws machine.qemu-missing */
export async function findQemu(
  arch: Arch,
  folders: readonly string[],
  path = process.env.PATH ?? '',
  usual = usualFolders,
): Promise<string> {
  const program = qemuProgram(arch)
  const found = await findProgram(program, [...folders, ...path.split(delimiter), ...usual])
  if (found !== undefined) return found
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const command = installCommand(process.platform, release, arch)
  throw new AppError('machine.qemu-missing', { params: { program, command } })
}

/** `release` is the text of /etc/os-release (os-release(5)). */
export function installCommand(platform: NodeJS.Platform, release: string, arch: Arch): string {
  if (platform === 'darwin') return 'brew install qemu'
  const families = [...release.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap(([, ids = '']) =>
    ids.split(' '),
  )
  const part = arch === 'arm64' ? 'arm' : 'x86'
  if (families.includes('fedora') || families.includes('rhel'))
    return `sudo dnf install qemu-system-${part === 'arm' ? 'aarch64' : 'x86'}-core`
  if (families.includes('arch')) return `sudo pacman -S qemu-system-${part === 'arm' ? 'aarch64' : 'x86'}`
  if (families.includes('suse')) return `sudo zypper install qemu-${part}`
  return `sudo apt-get install qemu-system-${part}`
}
