// What becomes of the image before a container is made of it: what `--pull` says, and what is on this computer.
import type { Image, RunDefaults } from '../../preload/model'
import type { RunForm } from './form'

/**
 * `here`: nothing is downloaded; `download`: it is not here; `other`: it is here for another platform; `update`: its
 * registry is asked for a newer one in any case; `absent`: it is not here, and nothing may be downloaded.
 */
export type PullPlan = 'here' | 'download' | 'other' | 'update' | 'absent'

export function pullPlanOf(
  { also }: Pick<RunForm, 'also'>,
  local: Image | undefined,
  defaults: RunDefaults | undefined,
): PullPlan {
  // As for docker, the last one counts.
  const asked = (flag: string): string | undefined => also.findLast(({ name }) => name === flag)?.value
  const pull = asked('pull')
  if (pull === 'never') return local ? 'here' : 'absent'
  if (!local) return 'download'
  if (pull === 'always') return 'update'
  const wanted = asked('platform')?.split('/')
  const has = defaults?.platform.split('/')
  return wanted === undefined || wanted.every((part, at) => part === has?.[at]) ? 'here' : 'other'
}

/** Whether the container is made at once. */
export const runsAtOnce = (plan: PullPlan): boolean => plan === 'here' || plan === 'absent'
