// Runs Compose with files that somebody has looked at, and with those alone.
import { join } from 'node:path'
import type { RunProject } from '../compose/compose-runner'
import type { StartJob } from './run-start'
import { projectCall } from './project-compose'
import { refuseUnsteady, type Stamps } from './steady'

type Job = Pick<StartJob, 'confirm' | 'compose' | 'call' | 'engine' | 'project' | 'place'>

/**
 * Compose has read all files when it tells the first thing that it does. Where one of them was exchanged since they were
 * looked at, it is ended, and what it has made is removed: nobody knows what it was made of.
 * @throws workspace.changed workspace.unsteady compose.*
 */
export async function runAsConfirmed(job: Job, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { confirm, compose, call, engine, project, place } = job
  const stamps = await confirm(signal)
  const mine = (): readonly string[] =>
    [...engine.containers.getState().values()].filter((one) => one.project === project).map(({ id }) => id)
  const before = new Set(mine())
  const exchanged = new AbortController()
  let looked: Promise<void> | undefined
  const look = (): Promise<void> => refuseUnsteady(stamps).catch((error: unknown) => exchanged.abort(error))
  try {
    // The engine's events tell more than Compose's lines.
    const onLine = (): void => void (looked ??= look())
    const either = AbortSignal.any([signal, exchanged.signal])
    await compose.run(asLooked(call, stamps), args, { signal: either, onLine })
    looked ??= look()
  } catch (error) {
    if (!exchanged.signal.aborted) throw error
  }
  await looked
  if (!exchanged.signal.aborted) return
  // Also what was there before may be another one by now, under the same name.
  await compose.run(projectCall(place, [], { name: project }), ['stop', '--timeout', '10'], {
    onLine: () => {},
  })
  const fresh = mine().filter((id) => !before.has(id))
  for (const id of fresh) await engine.containersService.remove({ id, force: true })
  throw exchanged.signal.reason
}

/** Where there was no `.env`, one that is put there for a moment counts for nothing. */
const asLooked = (call: RunProject, stamps: Stamps): RunProject =>
  stamps.get(join(call.folder, '.env')) === ''
    ? { ...call, env: { ...call.env, COMPOSE_DISABLE_ENV_FILE: 'true' } }
    : call
