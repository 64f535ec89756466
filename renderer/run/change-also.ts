// Takes a flag out of the form, or gives it another value, also one that a container was made with.
import { canAsk, type AlsoFlag } from './also/flags'
import { readMount } from './also/mounts'
import { networkNameOf, ofNetwork } from './also/networks'
import type { RunForm } from './form'

const places: ReadonlySet<string> = new Set(['volume', 'mount'])

/** Of a container that is made again its network and its data can be changed, and whatever it has no more of than flags. */
export const isChangeable = ({ fixed, name }: AlsoFlag): boolean =>
  fixed !== true || ofNetwork.has(name) || places.has(name)

/** Those whose value can be typed over: what is in a file cannot, nor a secret. */
export const isTyped = (flag: AlsoFlag): boolean =>
  isChangeable(flag) && (ofNetwork.has(flag.name) || places.has(flag.name))

/** Whoever takes out a network leaves it: it is not in the list of networks any more, either. */
export function withoutFlag(form: RunForm, { key, name, value }: AlsoFlag): RunForm {
  const network = name === 'network' ? networkNameOf(value) : undefined
  const networks = form.more.networks.filter((one) => one !== network)
  return {
    ...form,
    also: form.also.filter((flag) => flag.key !== key),
    more: network === undefined ? form.more : { ...form.more, networks },
  }
}

/** Undefined for a value that Docker would not take. */
export function withValue(form: RunForm, flag: AlsoFlag, value: string): RunForm | undefined {
  if (!canAsk(flag.name, value)) return undefined
  const { fixed, ...rest } = flag
  // What a place has is asked for anew; networks are asked for all together.
  const changed = { ...rest, value, ...(fixed && ofNetwork.has(flag.name) ? { fixed } : {}) }
  const [before, after] = [networkNameOf(flag.value), networkNameOf(value)]
  const renamed = flag.name === 'network' && before !== undefined && after !== undefined
  const networks = form.more.networks.map((one) => (one === before ? (after ?? one) : one))
  return {
    ...form,
    also: form.also.map((one) => (one.key === flag.key ? changed : one)),
    more: renamed ? { ...form.more, networks } : form.more,
  }
}

/** Fixed flags of `before` that are not there as they were. */
const changedOf = (before: RunForm, form: RunForm): AlsoFlag[] =>
  before.also.filter(
    (flag) =>
      flag.fixed === true && !form.also.some(({ name, value }) => name === flag.name && value === flag.value),
  )

export interface FixedChanges {
  readonly ofNetwork: boolean
  /** Inside, where something was mounted that shall not be there any more. */
  readonly places: readonly string[]
}

export function fixedChanges(before: RunForm, form: RunForm): FixedChanges {
  const changed = changedOf(before, form)
  return {
    ofNetwork: changed.some(({ name }) => ofNetwork.has(name)),
    places: changed.flatMap(({ name, value }) => {
      if (name === 'volume') return [value]
      return name === 'mount' ? [readMount(value)?.Target ?? ''] : []
    }),
  }
}

/** Whose data no container has any more then: volumes without a name. */
export const lostPlaces = (before: RunForm, form: RunForm): string[] =>
  changedOf(before, form)
    .filter(({ name }) => name === 'volume')
    .map(({ value }) => value)
