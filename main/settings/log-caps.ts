// Keeps containers' logs from filling the disk: the engine's own default is one file without end.
import type { DaemonConfig } from '../../preload/daemon-config'

/** 100 MB a container at most, the newest of it; who chose a driver or options of their own keeps exactly those. */
const caps = { 'log-driver': 'json-file', 'log-opts': { 'max-size': '20m', 'max-file': '5' } }

/** Holds for containers made from now on: the engine fixes a container's log when it makes it. */
export const withLogCaps = (config: DaemonConfig): DaemonConfig =>
  Object.hasOwn(config, 'log-driver') || Object.hasOwn(config, 'log-opts') ? config : { ...config, ...caps }
