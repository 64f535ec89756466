// Reads Docker's description of a volume into Portside's own noun.
import type { VolumeInspectInfo } from 'dockerode'
import type { Volume } from '../../preload/model'
import { anonymous } from './container-model'

export function readVolume(info: VolumeInspectInfo): Volume {
  const createdAt = Date.parse((info as { CreatedAt?: string }).CreatedAt ?? '')
  const labels = (info.Labels as VolumeInspectInfo['Labels'] | null) ?? {}
  const project = labels['com.docker.compose.project']
  return {
    id: info.Name,
    driver: info.Driver,
    options: info.Options ?? {},
    ...(createdAt > 0 ? { createdAt } : {}),
    // Newer engines say so by a label; all of them by the name they make up.
    anonymous: 'com.docker.volume.anonymous' in labels || anonymous.test(info.Name),
    ...(project === undefined ? {} : { project }),
  }
}

/** Bytes by name. Drivers that cannot tell answer -1; their volumes are left out. */
export function readSizes(usage: unknown): Record<string, number> {
  const volumes = (usage as { Volumes?: readonly VolumeInspectInfo[] | null }).Volumes ?? []
  const sizes = volumes.map((volume) => [volume.Name, volume.UsageData?.Size ?? -1] as const)
  return Object.fromEntries(sizes.filter(([, bytes]) => bytes >= 0))
}
