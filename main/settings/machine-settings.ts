// The settings that shape the machine: what its next start gets, and which changes the running one does not have yet.
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import { machineLimits } from '../../preload/limits'
import type { Machine, Settings } from '../../preload/model'
import { run } from '../base/child'
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import { watchValue } from '../base/watch'
import type { RegistryAccess } from '../engine/registries/registry-http'
import type { Adjustable, GuestAccess, MachineConfig, MachineShape } from '../machine/driver'
import type { MachineOptions } from '../machine/machine'
import { readDaemonConfig } from './daemon-config'
import { hostCertificateSource, readHostCertificates } from './host-certificates'
import { readHostProxy } from './host-proxy'
import { chooseMachine, chooseReach, chooseShape, type ComputerFacts } from './machine-choice'
import { followLimits, isFresh } from './live-limits'
import { withLogCaps } from './log-caps'
import { runsWith } from './guest-engine'
import { createPendingSettings } from './pending-settings'
import { createRegistryAccess } from './registry-access'
import { createUnprovenConfig } from './unproven-config'

export interface MachineSettingsOptions {
  readonly settings: StoreApi<Settings>
  readonly paths: Pick<Paths, 'machine' | 'daemonFile' | 'registryCertificates'>
  readonly log: Log
}

export interface MachineSettings {
  /** Asked by the driver at each create and start. @throws settings.bad-daemon-config */
  config(): Promise<MachineConfig>
  /** Starts the machine, with the former settings of the engine when it does not come up with new ones. @throws as the driver's start */
  readonly startWith: NonNullable<MachineOptions['startWith']>
  readonly noticesSeen: NonNullable<MachineOptions['noticesSeen']>
  /** What the next start would give the machine. */
  planned(): MachineShape
  /** For questions that this computer asks registries itself. */
  readonly registryAccess: RegistryAccess
  readonly watchPending: SettingsService['watchPending']
  /** Compares what a machine that comes up was given with what is chosen now, and adjusts what it can. Returns the way to stop. */
  follow(machine: StoreApi<Machine>, driver: Followed): () => void
  /** The engine's own settings may have changed, or the engine has others now. */
  lookAtEngine(): void
}

export interface Followed {
  readonly adjustable: Adjustable | undefined
  readonly guest: GuestAccess | undefined
}

export const computerLimits = () => machineLimits(availableParallelism(), totalmem())

export function createMachineSettings({ settings, paths, log }: MachineSettingsOptions): MachineSettings {
  const pending = createPendingSettings({ settings, file: join(paths.machine, 'applied-settings.json'), log })
  const unknown = (error: unknown): undefined => {
    log.warn('the proxy of this computer is not known', { why: String(error) })
    return undefined
  }
  const unproven = createUnprovenConfig(paths.daemonFile, log)
  const facts: ComputerFacts = {
    limits: computerLimits(),
    proxy: () => readHostProxy({ platform: process.platform, env: process.env, run: output }).catch(unknown),
    caCertificates: () => readHostCertificates(hostCertificateSource()),
    daemon: async () => withLogCaps(await readDaemonConfig(paths.daemonFile)),
  }
  let lookAtEngine = (): void => {}
  return {
    lookAtEngine: () => lookAtEngine(),
    config: () => {
      pending.asked()
      return chooseMachine(settings.getState(), facts)
    },
    startWith: unproven.start,
    noticesSeen: unproven.told,
    planned: () => chooseShape(settings.getState(), facts.limits),
    registryAccess: createRegistryAccess({
      file: paths.registryCertificates,
      settings,
      reach: () => chooseReach(settings.getState(), facts),
      log,
    }),
    watchPending: ({ signal } = {}) => watchValue(pending.store, signal),
    follow: (machine, { adjustable, guest }) => {
      if (guest)
        lookAtEngine = engineLook({ machine, guest, wanted: facts.daemon, tell: pending.engine, log })
      const planned = () => chooseShape(settings.getState(), facts.limits)
      const live =
        adjustable && followLimits({ settings, machine, planned, adjustable, applied: pending.has, log })
      const unsubscribe = machine.subscribe((now, before) => {
        if (now.state === before.state) return
        // One that was held may have been given others meanwhile, which nobody could give it.
        if (now.state === 'running') lookAtEngine()
        if (now.state === 'stopped' || now.state === 'failed' || now.state === 'absent') pending.ended()
        const started = before.state === 'starting' && now.state === 'running'
        if (started) void pending.running(isFresh(now))
      })
      return () => {
        unsubscribe()
        live?.()
        pending.dispose()
      }
    },
  }
}

interface EngineLook {
  readonly machine: StoreApi<Machine>
  readonly guest: GuestAccess
  wanted(): Promise<MachineConfig['daemon']>
  tell(differs: boolean): void
  readonly log: Log
}

/**
 * Compares what the engine runs with and what its file has: an app may take over a machine that was started before the
 * file was edited. One look at a time, so that the last one counts.
 */
function engineLook({ machine, guest, wanted, tell, log }: EngineLook): () => void {
  let turn = Promise.resolve()
  const look = async (): Promise<void> => {
    if (machine.getState().state !== 'running') return
    const differs = !(await runsWith(guest, await wanted()))
    if (machine.getState().state === 'running') tell(differs)
  }
  return () => {
    turn = turn
      .then(look)
      .catch((error: unknown) => log.warn('not known what the engine runs with', { why: String(error) }))
  }
}

const output = async (program: string, args: readonly string[]): Promise<string> =>
  (await run(program, args, { windowsHide: true })).stdout
