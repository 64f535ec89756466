// Runs a program as administrator: Windows asks the person first, and may be told no.
import { spawn } from 'node:child_process'
import { tail } from '../../base/child'

/** What the script prints when the person has allowed it; nothing else on its way there is printed to stdout. */
const allowedMark = 'portside-allowed'

export interface Elevated {
  /** False when the person, or a rule of the computer, said no. */
  readonly allowed: boolean
  /** Of the program, when it was allowed. */
  readonly exitCode: number
  /** What PowerShell printed about a refusal; translated. */
  readonly said: string
}

export interface ElevateOptions {
  readonly signal: AbortSignal
  /** Called when the person has allowed it and the program runs. */
  readonly onAllowed?: () => void
}

/**
 * Resolves when the program has ended. Its output cannot be had: it belongs to another user's session. An abort ends
 * the question and the waiting, never the program, which this user may not end.
 * @throws the abort reason, or an error when PowerShell cannot be started
 */
export async function elevate(
  powershell: string,
  program: readonly string[],
  { signal, onAllowed }: ElevateOptions,
): Promise<Elevated> {
  signal.throwIfAborted()
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass']
  const child = spawn(powershell, [...args, '-Command', elevationScript(program)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  })
  const said = tail(child.stderr)
  let printed = ''
  let allowed = false
  child.stdout.on('data', (chunk: Buffer) => {
    if (allowed) return
    printed += chunk.toString('latin1').replaceAll('\0', '')
    allowed = printed.includes(allowedMark)
    if (allowed) onAllowed?.()
  })
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error))
    child.once('close', (code) => resolve(code ?? -1))
  })
  return { allowed, exitCode, said: said().trim() }
}

/** Text as PowerShell takes it literally (about_Quoting_Rules). */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** As one word of a command line, which Start-Process joins with spaces as they are; 34 is the double quote. */
const word = (text: string): string =>
  /\s/.test(text) ? `([char]34+${literal(text)}+[char]34)` : literal(text)

/**
 * No double quote stands in it, so that it goes through a Windows command line as one word. `Handle` is read because
 * the exit code of a process that was not held when it ended is not known.
 */
export function elevationScript([file = '', ...args]: readonly string[]): string {
  const start = `Start-Process -FilePath ${literal(file)} -ArgumentList ${args.map(word).join(',')}`
  return [
    `$ErrorActionPreference = 'Stop'`,
    `$started = ${start} -Verb RunAs -WindowStyle Hidden -PassThru`,
    `Write-Output ${literal(allowedMark)}`,
    `$null = $started.Handle`,
    `$started.WaitForExit()`,
    `exit $started.ExitCode`,
  ].join('; ')
}
