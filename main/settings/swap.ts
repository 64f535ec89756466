// Swap of the machine: a file on the data disk that Linux moves idle memory to, made and resized while it runs.
import type { StoreApi } from 'zustand/vanilla'
import { AppError } from '../../preload/errors'
import type { Machine, Settings } from '../../preload/model'
import type { Log } from '../base/log'
import type { ExecResult, GuestAccess } from '../machine/driver'

export interface SwapOptions {
  /** Undefined where the machine is not Portside's. */
  readonly guest: GuestAccess | undefined
  readonly machine: StoreApi<Machine>
  readonly settings: StoreApi<Pick<Settings, 'swapBytes'>>
  readonly log: Log
}

export interface Swap {
  /**
   * Gives the running machine this much, in bytes; one that does not run gets it when it does.
   * @throws settings.swap-no-room, settings.swap-in-use, settings.swap-failed; the swap is as it was then
   */
  apply(bytes: number): Promise<void>
  /** Gives each machine that comes up what is chosen. Returns the way to stop. */
  follow(): () => void
}

/** Exit codes of {@link scriptOf}. */
const noRoom = 28
const inUse = 16
/** Stays free on the data disk, in bytes: what fills it to the brim ends databases. */
const keptFree = 512 * 1024 ** 2
const file = '/var/lib/docker/portside.swap'

/**
 * The new file is there before the old one goes, and the room for both is checked first. A file of the right size is
 * used as it is: it was made before a crash, or before the last start.
 */
const scriptOf = (bytes: number): string => `
file=${file} want=${bytes}
used() { grep -q "^$1 " /proc/swaps; }
have=$(stat -c %s $file 2>/dev/null || echo 0)
if [ $want -gt 0 ] && [ "$have" = $want ]; then
  used $file || swapon $file 2>/dev/null || { mkswap $file >/dev/null && swapon $file; }
  exit
fi
rm -f $file.new
if [ $want -gt 0 ]; then
  set -- $(stat -f -c '%a %S' /var/lib/docker)
  [ $(($1 * $2)) -ge $((want + ${keptFree})) ] || { echo $(($1 * $2)); exit ${noRoom}; }
  fallocate -l $want $file.new && chmod 600 $file.new && mkswap $file.new >/dev/null ||
    { rm -f $file.new; exit 1; }
fi
if used $file; then swapoff $file || { rm -f $file.new; exit ${inUse}; }; fi
rm -f $file
[ $want -gt 0 ] || { fstrim /var/lib/docker 2>/dev/null; exit 0; }
mv $file.new $file && swapon $file
`

export function createSwap({ guest, machine, settings, log }: SwapOptions): Swap {
  const reachable = (): boolean => {
    const { state, features } = machine.getState()
    return state === 'running' && features.includes('limits')
  }
  /** One after the other: two at once would take the file from each other. */
  let last: Promise<unknown> = Promise.resolve()
  const apply = (bytes: number): Promise<void> => {
    const mine = last.then(async () => {
      if (guest && reachable()) check(bytes, await guest.exec(scriptOf(bytes)))
    })
    last = mine.catch(() => {})
    return mine
  }
  const applyChosen = (): void => {
    const { swapBytes } = settings.getState()
    apply(swapBytes).catch((error: unknown) =>
      log.warn('the machine does not get its swap', { swapBytes, why: String(error) }),
    )
  }
  return {
    apply,
    follow: () => {
      const stops = [
        machine.subscribe((now, before) => {
          if (now.state === 'running' && before.state !== 'running') applyChosen()
        }),
        // Also what came by an import or by going back to the usual.
        settings.subscribe((now, before) => {
          if (now.swapBytes !== before.swapBytes) applyChosen()
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

function check(bytes: number, { exitCode, output }: ExecResult): void {
  const detail = output.trim()
  const size = (value: number): string => (value / 1024 ** 3).toFixed(1)
  if (exitCode === noRoom)
    throw new AppError('settings.swap-no-room', {
      params: { wanted: size(bytes), free: size(Number(detail)) },
    })
  if (exitCode === inUse) throw new AppError('settings.swap-in-use', { detail })
  if (exitCode !== 0)
    throw new AppError('settings.swap-failed', { detail: `exit code ${exitCode} ${detail}` })
}
