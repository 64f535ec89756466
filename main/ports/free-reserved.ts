// Takes one port out of the ranges that Windows keeps, by its own tools and with an administrator's consent.
import { AppError } from '../../preload/errors'
import type { PortBinding } from '../../preload/model'
import type { ReadReserved } from './reserved-windows'

/** Runs a program as administrator; Windows asks the person first. */
export type Elevate = (
  program: readonly string[],
  signal: AbortSignal,
) => Promise<{ readonly allowed: boolean; readonly exitCode: number; readonly said: string }>

/**
 * The three steps that free a port: the service that made the ranges lets go of them, the port is put on a list of
 * ports that are not given away, and the service makes its ranges anew, around it. The list keeps programs that ask
 * for any port away, not one that asks for this port.
 */
export const recipe = ({ hostPort, protocol }: Pick<PortBinding, 'hostPort' | 'protocol'>): string[] => [
  'net stop winnat',
  `netsh interface ipv4 add excludedportrange protocol=${protocol} startport=${hostPort} numberofports=1 store=persistent`,
  'net start winnat',
]

/** By its full path: as administrator nothing may be run that only has the same name. */
const shell = (): string => `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\cmd.exe`

/** @throws port.elevation-refused, port.still-reserved, or the abort reason */
export async function freeReserved(
  binding: PortBinding,
  { elevate, reserved }: { readonly elevate: Elevate; readonly reserved: ReadReserved },
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const params = { port: binding.hostPort }
  // All in one question; the last step runs whatever became of the others, for WSL needs the service.
  const { allowed, exitCode, said } = await elevate(
    [shell(), '/d', '/c', recipe(binding).join(' & ')],
    signal,
  )
  if (!allowed) throw new AppError('port.elevation-refused', { params, detail: said })
  reserved.forget?.()
  const ranges = await reserved(signal)
  const kept = ranges.some(
    (range) =>
      range.protocol === binding.protocol &&
      range.administered !== true &&
      binding.hostPort >= range.first &&
      binding.hostPort <= range.last,
  )
  if (kept) throw new AppError('port.still-reserved', { params, detail: `exit code ${exitCode}` })
}
