// New versions by electron-updater: what electron-builder publishes, checked by hash and, on Windows, by signature.
import { spawn } from 'node:child_process'
import { copyFile, chmod, rename } from 'node:fs/promises'
import type { AppUpdater } from 'electron-updater'
import type { Log } from '../base/log'
import type { Updater } from '../base/updater'

/** Undefined where new versions come another way: in a checkout, and from a package manager. */
export function appUpdater(isPackaged: boolean, env: NodeJS.ProcessEnv = process.env): Updater | undefined {
  const brings = process.platform !== 'linux' || env.APPIMAGE !== undefined
  if (!isPackaged || !brings) return undefined
  return updaterOver(
    async () => (await import('electron-updater')).default.autoUpdater,
    installerFor(process.platform, env),
  )
}

/**
 * @param load gives that of electron-updater when it is first asked; whoever made it decides where it looks
 * @param runInstaller installs from a file that was kept
 */
export function updaterOver(load: () => Promise<AppUpdater>, runInstaller: (file: string) => void): Updater {
  let loaded: Promise<AppUpdater> | undefined
  const prepared = (): Promise<AppUpdater> => (loaded ??= load().then(prepare))
  return {
    check: async (signal) => {
      signal?.throwIfAborted()
      const source = await prepared()
      const result = await source.checkForUpdates()
      if (!result?.isUpdateAvailable) return undefined
      const { version, releaseNotes } = result.updateInfo
      return { version, ...(typeof releaseNotes === 'string' ? { notes: releaseNotes } : {}) }
    },
    download: async (onProgress, signal) => {
      signal?.throwIfAborted()
      const source = await prepared()
      const { CancellationToken } = (await import('electron-updater')).default
      const token = new CancellationToken()
      const cancel = (): void => token.cancel()
      const tell = ({ transferred, total }: { transferred: number; total: number }): void =>
        onProgress(transferred, total)
      signal?.addEventListener('abort', cancel, { once: true })
      source.on('download-progress', tell)
      try {
        const [file] = await source.downloadUpdate(token)
        if (file === undefined) throw new Error('electron-updater names no file')
        return file
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        source.off('download-progress', tell)
        signal?.removeEventListener('abort', cancel)
      }
    },
    install: () => void prepared().then((source) => source.quitAndInstall(true, true)),
    installFrom: runInstaller,
  }
}

function prepare(source: AppUpdater): AppUpdater {
  source.autoDownload = false
  source.autoInstallOnAppQuit = false
  source.allowDowngrade = false
  // Its own log says addresses and paths; what matters is told by errors.
  source.logger = null
  return source
}

/** How an installer of a version before is used; each way leaves the data alone. */
export function installerFor(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  start: (command: string, args: readonly string[]) => void = startApart,
  log?: Log,
): (file: string) => void {
  if (platform === 'win32') return (file) => start(file, ['--updated', '/S', '--force-run'])
  // The zip is opened in the Finder's own way: the app is put in the place of the present one by hand.
  if (platform === 'darwin') return (file) => start('/usr/bin/open', ['-R', file])
  return (file) =>
    void replaceAppImage(file, env.APPIMAGE ?? '', start).catch((error: unknown) =>
      log?.error('going back failed', error),
    )
}

/** The running AppImage stays open as it was; the new file takes its name. */
async function replaceAppImage(
  file: string,
  target: string,
  start: (command: string, args: readonly string[]) => void,
): Promise<void> {
  const draft = `${target}.before`
  await copyFile(file, draft)
  await chmod(draft, 0o755)
  await rename(draft, target)
  start(target, [])
}

function startApart(command: string, args: readonly string[]): void {
  spawn(command, args, { detached: true, stdio: 'ignore' }).unref()
}
