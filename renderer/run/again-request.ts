// What is asked for a container that is made again: what the form changed of it, and nothing of what it did not.
import type { RunExtras, RunRequest } from '../../preload/model'
import { extrasOf } from './also/flags'
import { fixedChanges } from './change-also'
import { alsoOf, requestOf, type RunForm } from './form'

/** That of one that is made again, which keeps what `before` had and the form did not change. */
export function againRequestOf(form: RunForm, before: RunForm): RunRequest {
  const { extras: _all, ...request } = requestOf(form)
  const loose = (one: RunForm): RunExtras =>
    extrasOf(
      alsoOf(one).filter(({ fixed }) => fixed !== true),
      [],
    ) ?? {}
  const [was, now] = [loose(before), loose(form)]
  const without: string[] = []
  const changed = <T extends object>(old: T = {} as T, given: T = {} as T): object => {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(given)])] as (keyof T & string)[]
    const other = keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(given[key]))
    without.push(...other.filter((key) => given[key] === undefined))
    return Object.fromEntries(other.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])))
  }
  const config = changed(was.config, now.config)
  const host = changed(was.host, now.host)
  // Another limit would take it along.
  const swap = now.host?.MemorySwap
  if (swap !== undefined && form.more.memory.trim() !== before.more.memory.trim())
    Object.assign(host, { MemorySwap: swap })
  const endpoints = endpointsIn(before, form, { config, host, without })
  const retries = changed({ retries: was.retries }, { retries: now.retries })
  const extras: RunExtras = {
    ...(Object.keys(config).length > 0 ? { config } : {}),
    ...(Object.keys(host).length > 0 ? { host } : {}),
    ...endpoints,
    ...retries,
  }
  const { places } = fixedChanges(before, form)
  return {
    ...request,
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
    ...(without.length > 0 ? { withoutExtras: without } : {}),
    ...(places.length > 0 ? { withoutPlaces: places } : {}),
  }
}

interface Changed {
  readonly config: object
  readonly host: object
  readonly without: string[]
}

/** Where one flag of a network changed, all of them are told: what its networks are asked for is asked together. */
function endpointsIn(before: RunForm, form: RunForm, { config, host, without }: Changed): Partial<RunExtras> {
  if (!fixedChanges(before, form).ofNetwork) return {}
  const all = (one: RunForm): RunExtras => extrasOf(alsoOf(one), one.more.networks) ?? {}
  const [was, now] = [all(before), all(form)]
  without.push('endpoints')
  const tell = (into: object, key: string, old: unknown, given: unknown): void => {
    if (JSON.stringify(old) === JSON.stringify(given)) return
    if (given === undefined) without.push(key)
    else Object.assign(into, { [key]: given })
  }
  tell(config, 'MacAddress', was.config?.MacAddress, now.config?.MacAddress)
  tell(host, 'Links', was.host?.Links, now.host?.Links)
  return { endpoints: now.endpoints ?? {} }
}
