// One container in depth: how it is set up, what runs in it, what it wrote, what it uses.
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import type { ContainersService } from '../../preload/contract'
import type { ContainerDetails, EnvVariable, HealthReport, ProcessTable } from '../../preload/model'
import { checkContainerId, type Calls } from './calls'
import type { Connection } from './connection'
import { readContainerData } from './container-data'
import { watchStats } from './stats'
import type { StatsHistory } from './stats-history'

export interface DetailsOptions {
  readonly connection: Connection
  readonly calls: Calls
  /** What people call a container. */
  readonly shown: (id: string) => string
  readonly history: StatsHistory
}

export type DetailsService = Pick<
  ContainersService,
  'getDetails' | 'getProcesses' | 'getData' | 'watchStats' | 'getStatsHistory'
>

/** Known to both the full `ps` and BusyBox's. */
const psColumns = '-eo pid,user,time,rss,args'

export function createDetails({ connection, calls, shown, history }: DetailsOptions): DetailsService {
  const ask = <T>(id: string, work: (container: Docker.Container) => Promise<T>): Promise<T> => {
    checkContainerId(id)
    return calls.call({ container: shown(id) }, (docker) => work(docker.getContainer(id)))
  }
  const abortable = (signal: AbortSignal | undefined): { abortSignal?: AbortSignal } =>
    signal ? { abortSignal: signal } : {}
  return {
    getDetails: ({ id, signal }) =>
      ask(id, async (container) => readDetails(await container.inspect(abortable(signal)))),
    getProcesses: ({ id, signal }) =>
      ask(id, async (container) =>
        readProcesses(await container.top({ ps_args: psColumns, ...abortable(signal) })),
      ),
    getData: ({ id, signal }) => ask(id, (container) => readContainerData(container, signal)),
    watchStats: ({ id, signal }) => {
      checkContainerId(id)
      const asked = calls.asked({ container: shown(id) })
      return watchStats({ connection, asked, id, note: (stats) => history.add(id, stats) }, signal)
    },
    getStatsHistory: async ({ id, range }) => history.read(checkContainerId(id), range),
  }
}

export function readDetails(info: ContainerInspectInfo): ContainerDetails {
  const { Config: config, HostConfig: host } = info
  return {
    id: info.Id,
    command: [info.Path, ...((info.Args as string[] | null) ?? [])].filter((part) => part !== ''),
    workingDir: config.WorkingDir === '' ? '/' : config.WorkingDir,
    user: config.User,
    restart: host.RestartPolicy?.Name ?? '',
    memoryLimitBytes: host.Memory ?? 0,
    cpuLimit: (host.NanoCpus ?? 0) / 1e9,
    processLimit: Math.max(0, host.PidsLimit ?? 0),
    privileged: host.Privileged ?? false,
    capabilities: (host.CapAdd ?? []).map((one: string) => one.replace(/^CAP_/, '')),
    readOnly: host.ReadonlyRootfs ?? false,
    env: (config.Env ?? []).map(readPair),
    mounts: (info.Mounts ?? []).map((mount) => ({
      kind: mount.Type ?? '',
      source: mount.Name ?? mount.Source,
      path: mount.Destination,
      writable: mount.RW,
    })),
    networks: Object.entries(info.NetworkSettings?.Networks ?? {}).map(([name, network]) => ({
      name,
      address: network.IPAddress,
      names: namesOn(network.Aliases ?? [], info),
    })),
    labels: Object.entries(config.Labels ?? {}).map(([name, value]) => ({ name, value })),
    ...readHealth(info),
    json: JSON.stringify(info, null, 2),
  }
}

/** The engine adds the beginning of the id, by which nobody calls a container. */
const namesOn = (aliases: readonly string[], { Id, Name }: ContainerInspectInfo): string[] =>
  [...new Set(aliases)].filter((name) => !Id.startsWith(name) && `/${name}` !== Name)

interface RawHealth {
  readonly Status?: string
  readonly FailingStreak?: number
  readonly Log?: readonly { Start: string; End: string; ExitCode: number; Output: string }[] | null
}

/** Docker counts durations in ns; 0 means its own 30 s. */
const nsPerMs = 1e6
const usualIntervalMs = 30_000

function readHealth({ State: state, Config: config }: ContainerInspectInfo): { health?: HealthReport } {
  const health = state.Health as RawHealth | undefined
  const { Status: status } = health ?? {}
  if (status !== 'starting' && status !== 'healthy' && status !== 'unhealthy') return {}
  const [how = '', ...words] = config.Healthcheck?.Test ?? []
  return {
    health: {
      status,
      command: (how === 'CMD' || how === 'CMD-SHELL' ? words : [how, ...words]).join(' '),
      failingStreak: health?.FailingStreak ?? 0,
      intervalMs: (config.Healthcheck?.Interval ?? 0) / nsPerMs || usualIntervalMs,
      probes: (health?.Log ?? [])
        .map((probe) => ({
          startedAt: Date.parse(probe.Start),
          tookMs: Math.max(0, Date.parse(probe.End) - Date.parse(probe.Start)),
          exitCode: probe.ExitCode,
          output: probe.Output,
        }))
        .reverse(),
    },
  }
}

/** A variable without `=` has no value; one value may hold more of them. */
function readPair(text: string): EnvVariable {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

const readProcesses = (answer: {
  Titles?: string[] | null
  Processes?: string[][] | null
}): ProcessTable => ({
  titles: answer.Titles ?? [],
  rows: answer.Processes ?? [],
})
