// What a build is called, how long it took, and how that compares with the last one of the same kind.
import type { Build, BuildRequest, BuildStep } from '../../preload/model'
import { isSecret } from '../../preload/secret'

/** The image's name, or the folder's. */
export const nameOf = ({ request }: Build): string =>
  request.tag ?? request.folder.split(/[\\/]/).findLast((part) => part !== '') ?? request.folder

export const tookMs = ({ startedAt, endedAt }: Build): number | undefined =>
  endedAt === undefined ? undefined : endedAt - startedAt

/** Nothing had to be done: then its time says nothing about one that had work, nor the other way round. */
export function isAllCached({ steps }: Build): boolean {
  const own = steps.filter(({ name }) => /\d\/\d+\]/.test(name) && !/\] FROM /.test(name))
  return own.length > 0 && own.every(({ state }) => state === 'cached')
}

/** The newest finished one before this of what was asked in the same way: any other takes another time by itself. */
export function previousOf(build: Build, all: Iterable<Build>): Build | undefined {
  const wanted = kindOf(build.request)
  const cached = isAllCached(build)
  const same = [...all].filter(
    (one) =>
      one.id !== build.id &&
      one.state === 'done' &&
      one.startedAt < build.startedAt &&
      kindOf(one.request) === wanted &&
      isAllCached(one) === cached,
  )
  return same.sort((a, b) => b.startedAt - a.startedAt)[0]
}

/** Values of secret arguments are not kept, so that they cannot tell two builds apart. */
const kindOf = ({ folder, dockerfile, target, platform, args, noCache }: BuildRequest): string =>
  JSON.stringify([
    ...[folder, dockerfile, target ?? '', platform ?? '', noCache === true],
    args.map((arg) => `${arg.name}=${isSecret(arg) ? '' : arg.value}`).sort(),
  ])

/** How long the same step took the time before, in ms; undefined when it was not run then. */
export function stepBeforeMs(step: BuildStep, previous: Build | undefined): number | undefined {
  const name = bareName(step)
  const same = previous?.steps.find((one) => one.state === 'done' && bareName(one) === name)
  return same && stepMs(same)
}

export const stepMs = ({ startedAt, endedAt }: BuildStep): number | undefined =>
  startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt

/** One step more in a Dockerfile changes the `[2/5]` of all. */
const bareName = ({ name }: BuildStep): string =>
  name.replace(/\s\d+\/\d+\]/, ']').replace(/^\[\d+\/\d+\]/, '[]')

export type StepState = BuildStep['state'] | 'stopped'

/** What was under way when its build ended came to no end of its own: it runs no longer, and its clock stands still. */
export const stateIn = (build: Build, { state }: BuildStep): StepState =>
  build.state !== 'active' && (state === 'running' || state === 'waiting') ? 'stopped' : state
