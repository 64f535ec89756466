// Tells cheaply whether ports that somebody waits for changed hands: by a bind, where listing who has them is expensive.
import type { PortBinding } from '../../preload/model'
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
  const all = [...waiting, ...failed.map(({ binding }) => binding)].filter(asksForPort)
  return [...new Map(all.map((one) => [placeOf(one), one])).values()]
}

export const placeOf = ({ protocol, hostAddress, hostPort }: PortBinding): string =>
  `${protocol}/${hostAddress}:${hostPort}`

export const quickLook =
  (probe: ProbeBind): Peek =>
  async (of) => {
    const signs = await Promise.all(
      waitedFor(of).map(async (binding) => {
        const { protocol, hostAddress, hostPort } = binding
        return `${placeOf(binding)} ${await probe(protocol, hostAddress, hostPort).catch(String)}`
      }),
    )
    return signs.sort().join('\n')
  }
