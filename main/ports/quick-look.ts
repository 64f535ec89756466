// Tells cheaply whether ports that somebody waits for changed hands: by a bind, where listing who has them is expensive.
import type { PortBinding } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import type { ProbeBind } from './bind-probe'
import type { Situation } from './planner'
import { asksForPort } from './port-wants'
import { wantersOf } from './wanters'

/** Two that are equal mean that nothing changed. */
export type Peek = (of: Pick<Situation, 'containers' | 'wants' | 'forwards'>) => Promise<string>

/** Ports of what is not up, and those whose forward failed: whoever is up has the others. */
export function waitedFor({
  containers,
  wants,
  forwards,
}: Pick<Situation, 'containers' | 'wants' | 'forwards'>): readonly PortBinding[] {
  const waiting = wantersOf(containers, wants)
    .filter(({ up }) => !up)
    .flatMap(({ ports }) => ports)
  const failed = [...forwards.values()].filter(({ state }) => state === 'failed')
  const all = [...waiting, ...failed.map(({ binding }) => binding)].filter(
    (one) => one.hostRange !== undefined || asksForPort(one),
  )
  return [...new Map(all.map((one) => [placeOf(one), one])).values()]
}

export const placeOf = (binding: PortBinding): string =>
  `${binding.protocol}/${binding.hostAddress}:${writePort(binding)}`

export const quickLook =
  (probe: ProbeBind): Peek =>
  async (of) => {
    const signs = await Promise.all(
      waitedFor(of).map(async (binding) => `${placeOf(binding)} ${await signOf(binding, probe)}`),
    )
    return signs.sort().join('\n')
  }

/** Of a range what is told of the first port that is not held, and which one that is. */
async function signOf({ protocol, hostAddress, hostPort, hostRange }: PortBinding, probe: ProbeBind) {
  const { first, last } = hostRange ?? { first: hostPort, last: hostPort }
  for (let port = first; port < last; port++) {
    const sign = await probe(protocol, hostAddress, port).catch(String)
    if (sign !== 'held') return `${sign} ${port}`
  }
  return probe(protocol, hostAddress, last).catch(String)
}
