// What Docker Engine tells of itself, as `docker info` and `docker version` show it.
import type Docker from 'dockerode'
import type { EngineInfo } from '../../preload/model'
import type { Calls } from './calls'
import { getJson } from './client'

type Raw = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const objectOf = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})

export const readEngineInfo = (calls: Calls, signal?: AbortSignal): Promise<EngineInfo> =>
  calls.call({}, async (docker) => {
    const [info, version] = await Promise.all([
      getJson(docker, '/info', signal),
      getJson(docker, '/version', signal),
    ])
    return engineInfoOf(objectOf(info), objectOf(version))
  })

export function engineInfoOf(info: Raw, version: Raw): EngineInfo {
  const registries = objectOf(info.RegistryConfig)
  const status = Array.isArray(info.DriverStatus) ? (info.DriverStatus as unknown[]) : []
  const usesContainerd = status.some((row) => textsOf(row).includes('io.containerd.snapshotter.v1'))
  return {
    version: textOf(version.Version),
    apiVersion: textOf(version.ApiVersion),
    oldestApiVersion: textOf(version.MinAPIVersion),
    kernel: textOf(info.KernelVersion),
    platform: `${textOf(version.Os)}/${textOf(version.Arch)}`,
    storageDriver: textOf(info.Driver),
    imageStore: usesContainerd ? 'containerd' : 'classic',
    logDriver: textOf(info.LoggingDriver),
    cgroupVersion: textOf(info.CgroupVersion),
    liveRestore: info.LiveRestoreEnabled === true,
    experimental: info.ExperimentalBuild === true,
    mirrors: textsOf(registries.Mirrors),
    insecureRegistries: Object.entries(objectOf(registries.IndexConfigs))
      .filter(([, config]) => objectOf(config).Secure === false)
      .map(([name]) => name),
    securityOptions: textsOf(info.SecurityOptions).map(
      (option) => /name=([^,]+)/.exec(option)?.[1] ?? option,
    ),
    runtimes: Object.keys(objectOf(info.Runtimes)).sort(),
    components: (Array.isArray(version.Components) ? (version.Components as unknown[]) : [])
      .map(objectOf)
      .map((part) => ({ name: textOf(part.Name), version: textOf(part.Version) }))
      .filter(({ name }) => name !== '' && name !== 'Engine'),
    warnings: textsOf(info.Warnings),
  }
}

/** The same for as long as its data are. */
export const engineIdOf = async (docker: Docker): Promise<string> =>
  ((await docker.info()) as { ID?: string }).ID ?? ''
