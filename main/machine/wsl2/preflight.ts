// Looks before the first start whether this Windows can run Linux, so that what is missing is named.
import { AppError } from '../../../preload/errors'
import { linkAbort } from '../../base/linked-abort'
import { leastVersion, wslError, wslErrorCode } from './wsl-error'
import { atLeast, parseVersion } from './wsl-listing'
import type { Wsl, WslResult } from './wsl-program'

/** The stand-in that Windows has for an uninstalled WSL waits for a key; nobody presses one. */
const answerDeadlineMs = 20_000
/** Exit codes of `wsl --status`: 50 is what that stand-in says, -444 a WSL without its kernel. */
const notInstalledExit = 50
const noKernelExit = 0xfffffe44

/** @throws machine.wsl-missing, machine.wsl-old and other machine.wsl-* */
export async function checkWsl(wsl: Wsl, signal: AbortSignal): Promise<{ readonly version: string }> {
  const said = await ask(wsl, '--version', signal)
  const version = said.exitCode === 0 ? parseVersion(said.output)?.wsl : undefined
  if (version === undefined) throw await whyNoVersion(wsl, signal)
  if (!atLeast(version, leastVersion)) throw tooOld(version, said.output)
  return { version }
}

/** The WSL that is a part of Windows itself knows no `--version`. */
async function whyNoVersion(wsl: Wsl, signal: AbortSignal): Promise<AppError> {
  const { exitCode, output } = await ask(wsl, '--status', signal)
  if (exitCode === notInstalledExit) return new AppError('machine.wsl-missing', { detail: output.trim() })
  if (exitCode === noKernelExit || exitCode === 0) return tooOld('1.0', output)
  return wslErrorCode(output) === undefined
    ? new AppError('machine.wsl-missing', { detail: output.trim() })
    : wslError(output, 'wsl --status')
}

async function ask(wsl: Wsl, what: string, signal: AbortSignal): Promise<WslResult> {
  const limit = linkAbort([signal], answerDeadlineMs)
  try {
    return await wsl.run([what], { signal: limit.signal })
  } catch (error) {
    if (limit.timedOut) throw new AppError('machine.wsl-missing', { detail: `wsl ${what} did not answer` })
    throw error
  } finally {
    limit.dispose()
  }
}

const tooOld = (have: string, output: string): AppError =>
  new AppError('machine.wsl-old', { params: { have, least: leastVersion }, detail: output.trim() })
