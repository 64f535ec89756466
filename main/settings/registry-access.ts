// How registries are asked from this computer: through the proxy and with the authorities that the settings choose.
import type { StoreApi } from 'zustand/vanilla'
import type { Settings } from '../../preload/model'
import type { Log } from '../base/log'
import type { RegistryAccess } from '../engine/registries/registry-http'
import type { Reach } from './machine-choice'
import { readRegistryCertificates } from './registry-certificates'

export interface RegistryAccessOptions {
  /** PEM by registry, as the certificates of registries are kept. */
  readonly file: string
  readonly settings: StoreApi<Settings>
  /** What the settings and this computer say of the way out. */
  reach(): Promise<Reach>
  readonly log: Log
}

/** What the system says is asked for again after it: a proxy comes and goes with the network. */
const keptMs = 60_000

export function createRegistryAccess({ file, settings, reach, log }: RegistryAccessOptions): RegistryAccess {
  let known: { readonly of: Settings; readonly at: number; readonly reach: Promise<Reach> } | undefined
  const system = (): Promise<Reach> => {
    const of = settings.getState()
    if (known?.of === of && Date.now() - known.at < keptMs) return known.reach
    known = { of, at: Date.now(), reach: reach() }
    known.reach.catch(() => (known = undefined))
    return known.reach
  }
  const lists = new Map<string, { readonly key: string; readonly list: readonly string[] }>()
  return {
    wayTo: async (host) => {
      const [{ proxy, caCertificates }, kept] = await Promise.all([
        system(),
        readRegistryCertificates(file, log),
      ])
      // A registry on the usual port may be named with it.
      const own = kept.get(host) ?? kept.get(`${host}:443`)
      const all = own === undefined ? caCertificates : [...caCertificates, own]
      const key = all.join('\n')
      const before = lists.get(host)
      const list = before?.key === key ? before.list : all
      lists.set(host, { key, list })
      return { proxy, authorities: list }
    },
  }
}
