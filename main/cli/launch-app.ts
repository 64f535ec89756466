// Starts the app in the background when it is not running, for `portside start`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { Paths } from '../base/paths'
import { until } from '../base/until'
import { callApp } from './call-app'

const launchDeadlineMs = 15_000

/** Harmless when it runs already. @throws host.launch-failed */
export async function launchApp(paths: Paths): Promise<void> {
  if (await isRunning(paths)) return
  const [program, args] = entry()
  const child = spawn(program, args, { detached: true, stdio: 'ignore', env: appEnvironment() })
  let ended: string | undefined
  child.on('error', (error) => (ended = error.message))
  child.on('exit', (code) => (ended = `it ended with exit code ${code}`))
  child.unref()
  try {
    await until(async () => ended !== undefined || (await isRunning(paths)) || undefined, {
      deadlineMs: launchDeadlineMs,
      waitingFor: 'Portside to answer',
    })
  } catch (cause) {
    throw new AppError('host.launch-failed', { params: { program }, cause })
  }
  if (ended !== undefined && !(await isRunning(paths)))
    throw new AppError('host.launch-failed', { params: { program }, detail: ended })
}

const isRunning = (paths: Paths): Promise<boolean> => callApp(paths, async () => true).catch(() => false)

/** From a checkout the headless twin beside this file; in an installed app the app itself, without its window. */
function entry(): [string, string[]] {
  const headless = join(import.meta.dirname, 'headless.js')
  if (process.versions.electron === undefined && existsSync(headless))
    return [process.execPath, [headless, '--no-open']]
  return [process.execPath, ['--hidden']]
}

/** An installed `portside` runs Electron as Node; the app it starts must not. */
function appEnvironment(): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = process.env
  return rest
}
