// Puts right what was left in the middle: undone where the new container never ran, finished where it runs.
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import { waitingSuffix } from '../../../preload/container-state'
import { statusOf } from '../engine-words'
import type { Note, Step } from './unfinished'

interface Found {
  readonly step: Step
  readonly old: ContainerInspectInfo | undefined
  readonly made: ContainerInspectInfo | undefined
}

/**
 * One that ever ran is nobody's to delete: its program may have written since. Where it runs, the old one goes as it
 * would have; where it does not, both stay. @returns olds of those that still have to be made again, for their host was
 */
export async function putRight(docker: Docker, note: Note): Promise<readonly Step[]> {
  const found: Found[] = []
  for (const step of note.steps)
    found.push({ step, old: await look(docker, step.old), made: await madeOf(docker, step, note.begun) })
  const [host] = found
  if (!host?.made || !everRan(host.made)) {
    await undo(docker, found)
    return []
  }
  const undone = found.filter(({ made }) => !made || !everRan(made))
  // They cannot start before they are made again: what they know their host by is gone.
  await undo(
    docker,
    undone.map((one) => ({ ...one, step: { ...one.step, wasUp: false } })),
  )
  for (const { old, made, step } of found)
    if (old?.Name === `/${step.name}${waitingSuffix}` && made?.State.Running === true)
      await unlessGone(docker.getContainer(old.Id).remove({ v: false }))
  return undone.filter(({ old }) => old).map(({ step }) => step)
}

/** Of what was begun a moment ago, in this run of the app: what was made cannot do what it should. @throws as Docker does */
export async function takeBack(docker: Docker, note: Note): Promise<void> {
  const found: Found[] = []
  for (const step of note.steps)
    found.push({ step, old: await look(docker, step.old), made: await madeOf(docker, step, note.begun) })
  await undo(docker, found, true)
}

/** As it was: each name, and running if it ran. All are tried, whatever becomes of one. @throws the first failure */
async function undo(docker: Docker, found: readonly Found[], alsoRan = false): Promise<void> {
  const failures: unknown[] = []
  const tried = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((error: unknown) => failures.push(error))
  for (const { made, old } of found.toReversed())
    // Without the old one it is all that there is.
    if (made && old && (alsoRan || !everRan(made)))
      await tried(unlessGone(docker.getContainer(made.Id).remove({ force: true, v: false })))
  for (const { old, step } of found) if (old) await tried(backAgain(docker, old, step))
  if (failures.length > 0) throw failures[0] as Error
}

async function backAgain(docker: Docker, old: ContainerInspectInfo, step: Step): Promise<void> {
  const container = docker.getContainer(old.Id)
  // Under any other name it is somebody's by now.
  if (old.Name === `/${step.name}${waitingSuffix}`) await container.rename({ name: step.name })
  if (step.wasUp && !old.State.Running && !old.State.Restarting) await container.start()
}

/** By its id or, where it ended before that was noted, by what only it can be. */
async function madeOf(docker: Docker, step: Step, begun: number): Promise<ContainerInspectInfo | undefined> {
  if (step.made !== undefined) return look(docker, step.made)
  const named = await look(docker, step.newName)
  const isIts = named && named.Id !== step.old && !everRan(named) && Date.parse(named.Created) >= begun
  return isIts ? named : undefined
}

const everRan = ({ State: state }: ContainerInspectInfo): boolean => Date.parse(state.StartedAt) > 0

const look = (docker: Docker, idOrName: string): Promise<ContainerInspectInfo | undefined> =>
  unlessGone(docker.getContainer(idOrName).inspect())

async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
