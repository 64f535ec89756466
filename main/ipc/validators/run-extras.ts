// What a request to run may say beyond the form: only keys that are known, each of its own kind.
import { z } from 'zod'
import type { RunExtras } from '../../../preload/model'

const text = z.string().max(4096)
const texts = z.array(text).max(1000).exactOptional()
const pairs = z.record(z.string().min(1).max(1024), text).exactOptional()
const word = text.exactOptional()
const number = z.number().int().exactOptional()
const flag = z.boolean().exactOptional()
const rates = z
  .array(z.strictObject({ Path: text, Rate: z.int().min(0) }))
  .max(100)
  .exactOptional()

const config = z.strictObject({
  ExposedPorts: texts,
  Volumes: texts,
  Domainname: word,
  MacAddress: word,
  StopSignal: word,
  StopTimeout: number,
  Healthcheck: z
    .strictObject({
      Test: texts,
      Interval: number,
      Timeout: number,
      StartPeriod: number,
      StartInterval: number,
      Retries: number,
    })
    .exactOptional(),
})

const mount = z.strictObject({
  Type: z.enum(['bind', 'volume', 'tmpfs', 'image', 'npipe']),
  Source: word,
  Target: text,
  ReadOnly: flag,
  Consistency: word,
  BindOptions: z
    .strictObject({
      Propagation: word,
      NonRecursive: flag,
      ReadOnlyNonRecursive: flag,
      ReadOnlyForceRecursive: flag,
    })
    .exactOptional(),
  VolumeOptions: z
    .strictObject({
      NoCopy: flag,
      Subpath: word,
      Labels: pairs,
      DriverConfig: z.strictObject({ Name: word, Options: pairs }).exactOptional(),
    })
    .exactOptional(),
  ImageOptions: z.strictObject({ Subpath: word }).exactOptional(),
  TmpfsOptions: z.strictObject({ SizeBytes: number, Mode: number }).exactOptional(),
})

const lists = {
  CapAdd: texts,
  CapDrop: texts,
  GroupAdd: texts,
  SecurityOpt: texts,
  MaskedPaths: texts,
  ReadonlyPaths: texts,
  ExtraHosts: texts,
  Dns: texts,
  DnsSearch: texts,
  DnsOptions: texts,
  DeviceCgroupRules: texts,
  VolumesFrom: texts,
  Links: texts,
  Binds: texts,
}

const host = z.strictObject({
  ...lists,
  CpusetCpus: word,
  CpusetMems: word,
  CgroupParent: word,
  CgroupnsMode: word,
  IpcMode: word,
  PidMode: word,
  UTSMode: word,
  UsernsMode: word,
  Runtime: word,
  Isolation: word,
  VolumeDriver: word,
  ShmSize: number,
  PidsLimit: number,
  CpuShares: number,
  CpuPeriod: number,
  CpuQuota: number,
  CpuRealtimePeriod: number,
  CpuRealtimeRuntime: number,
  MemoryReservation: number,
  MemorySwap: number,
  MemorySwappiness: number,
  OomScoreAdj: number,
  BlkioWeight: number,
  PublishAllPorts: flag,
  OomKillDisable: flag,
  Init: flag,
  Tmpfs: pairs,
  Sysctls: pairs,
  StorageOpt: pairs,
  Annotations: pairs,
  Devices: z
    .array(z.strictObject({ PathOnHost: text, PathInContainer: text, CgroupPermissions: text }))
    .max(200)
    .exactOptional(),
  DeviceRequests: z
    .array(
      z.strictObject({
        Driver: text,
        Count: z.int(),
        DeviceIDs: texts,
        Capabilities: z.array(z.array(text).max(100)).max(100).exactOptional(),
        Options: z.record(text, text),
      }),
    )
    .max(100)
    .exactOptional(),
  Ulimits: z
    .array(z.strictObject({ Name: text, Soft: z.int(), Hard: z.int() }))
    .max(100)
    .exactOptional(),
  LogConfig: z.strictObject({ Type: text, Config: z.record(text, text) }).exactOptional(),
  Mounts: z.array(mount).max(200).exactOptional(),
  PortBindings: z
    .record(text, z.array(z.strictObject({ HostIp: text, HostPort: text })).max(100))
    .exactOptional(),
  BlkioWeightDevice: z
    .array(z.strictObject({ Path: text, Weight: z.int().min(0) }))
    .max(100)
    .exactOptional(),
  BlkioDeviceReadBps: rates,
  BlkioDeviceWriteBps: rates,
  BlkioDeviceReadIOps: rates,
  BlkioDeviceWriteIOps: rates,
})

const endpoint = z.strictObject({
  Aliases: texts,
  Links: texts,
  MacAddress: word,
  DriverOpts: pairs,
  GwPriority: number,
  IPAMConfig: z.strictObject({ IPv4Address: word, IPv6Address: word, LinkLocalIPs: texts }).exactOptional(),
})

export const runExtras = z.strictObject({
  config: config.exactOptional(),
  host: host.exactOptional(),
  endpoints: z.record(z.string().min(1).max(256), endpoint).exactOptional(),
  platform: z.string().max(128).exactOptional(),
  retries: z.int().min(0).exactOptional(),
}) satisfies z.ZodType<RunExtras>

/** Names of what one that is made again shall not have any more. */
export const withoutExtras = z
  .array(z.enum([...Object.keys(config.shape), ...Object.keys(host.shape), 'retries', 'endpoints']))
  .max(100)
