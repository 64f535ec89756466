// Everything about Docker Engine that a person sets: its daemon.json and whom it trusts, over the machine that runs it.
import type { StoreApi } from 'zustand/vanilla'
import type { ContainersService, EngineService } from '../../preload/contract'
import type { Container, Engine, Machine } from '../../preload/model'
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import { until } from '../base/until'
import type { GuestAccess } from '../machine/driver'
import { createEngineConfig, type EngineConfigOptions } from './engine-config'
import { createGuestEngine } from './guest-engine'
import { createRegistryCertificates } from './registry-certificates'

export interface EngineSettingsOptions {
  readonly paths: Pick<Paths, 'daemonFile' | 'registryCertificates'>
  /** Undefined where the machine is not Portside's. */
  readonly guest: GuestAccess | undefined
  readonly machine: StoreApi<Machine>
  readonly engine: StoreApi<Engine>
  readonly containers: StoreApi<ReadonlyMap<string, Container>>
  start: ContainersService['start']
  /** Whether the engine answers over a new connection. */
  answers(signal: AbortSignal): Promise<boolean>
  /** Told when its daemon.json was looked at or changed. */
  looked(): void
  readonly log: Log
}

export interface EngineSettings {
  readonly service: Omit<EngineService, 'watchEngine' | 'getInfo'>
  /** Gives each machine that comes up what the engine shall trust. Returns the way to stop. */
  follow(): () => void
}

const connectDeadlineMs = 60_000

export function createEngineSettings(options: EngineSettingsOptions): EngineSettings {
  const { paths, machine, log } = options
  const guest = options.guest && createGuestEngine({ guest: options.guest, answers: options.answers })
  const running = (): boolean => machine.getState().state === 'running'
  const config = createEngineConfig({
    file: paths.daemonFile,
    guest,
    running,
    keepRunning: () => keepRunning(options),
    log,
  })
  const certificates = createRegistryCertificates({
    file: paths.registryCertificates,
    guest,
    running,
    log,
  })
  const give = (): void =>
    void certificates
      .give()
      .catch((error: unknown) => log.error('certificates of registries are not given', error))
  return {
    service: {
      ...config,
      ...certificates.service,
      // Somebody may have edited the file by hand.
      getConfig: (call) => config.getConfig(call).finally(options.looked),
      applyConfig: (call) => config.applyConfig(call).finally(options.looked),
    },
    follow: () =>
      machine.subscribe((now, before) => {
        if (now.state === 'running' && before.state === 'starting') give()
      }),
  }
}

/** The engine itself starts only what has a restart policy. */
function keepRunning({
  engine,
  containers,
  start,
}: EngineSettingsOptions): ReturnType<EngineConfigOptions['keepRunning']> {
  const began = engine.getState().connectedAt
  const ran = [...containers.getState().values()].filter(
    ({ state, autoRemove }) => (state === 'running' || state === 'paused') && autoRemove !== true,
  )
  return async (signal) => {
    await until(
      () => {
        const { state, connectedAt } = engine.getState()
        return state === 'connected' && connectedAt !== began ? true : undefined
      },
      { deadlineMs: connectDeadlineMs, waitingFor: 'the connection to the engine', signal },
    )
    const outcomes = await Promise.all(
      ran.map(async ({ id, name }) => {
        try {
          await start({ id })
          return undefined
        } catch {
          return name
        }
      }),
    )
    const notStarted = outcomes.filter((name) => name !== undefined)
    return { startedAgain: ran.length - notStarted.length, notStarted }
  }
}
