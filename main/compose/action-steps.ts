// Gathers what Compose says while it works into steps with their times.
import type { ComposeAction, ComposeStep } from '../../preload/model'
import { readLayer, readStep, serviceOf, type StepEvent } from './compose-progress'

export interface StepNames {
  readonly project: string
  /** Services by the name that their container was given in the file. */
  readonly containers: ReadonlyMap<string, string>
  /** Services that are built by their own names, and by those of their images. */
  readonly builds?: ReadonlyMap<string, string>
}

export class ActionSteps {
  readonly #names: StepNames
  readonly #now: () => number
  readonly #steps = new Map<string, ComposeStep>()
  readonly #layers = new Map<string, { readonly doneBytes: number; readonly totalBytes: number }>()

  constructor(names: StepNames, now: () => number = Date.now) {
    this.#names = names
    this.#now = now
  }

  /** True when the line told something new. */
  take(line: string): boolean {
    const layer = readLayer(line)
    if (layer) {
      this.#layers.set(layer.layer, layer)
      return true
    }
    const event = this.#named(readStep(line))
    if (!event) return false
    const { id, kind, name, state, status } = event
    const at = this.#now()
    const before = this.#steps.get(id)
    if (before?.status === status && before.state === state) return false
    const service =
      kind === 'container'
        ? serviceOf(name, this.#names.project, this.#names.containers)
        : id.startsWith('Pull ') || (kind === 'build' && name !== this.#names.project)
          ? name
          : undefined
    if (kind === 'container') this.#endBuild(service, at)
    this.#steps.set(id, {
      id,
      kind,
      name,
      ...(service === undefined ? {} : { service }),
      state,
      status,
      startedAt: before?.startedAt ?? at,
      ...(state === 'running' ? {} : { endedAt: at }),
      phases: [...(before?.phases ?? []), { status, at }],
    })
    return true
  }

  /** Of a build it may be told by image, by stage, or not at all which service it is of: the project's, then. */
  #named(event: StepEvent | undefined): StepEvent | undefined {
    const { builds } = this.#names
    if (event?.kind !== 'build' || !builds) return event
    const all = [...new Set(builds.values())]
    const only = all.length === 1 ? all[0] : undefined
    const name = builds.get(event.name.replace(/:latest$/, '')) ?? only ?? this.#names.project
    return { ...event, id: `Build ${name}`, name }
  }

  /** An older Compose does not say that a build has ended: the container that is made of it does. */
  #endBuild(service: string | undefined, at: number): void {
    const id = `Build ${service}`
    const step = this.#steps.get(id)
    if (step?.state !== 'running') return
    const phases = [...step.phases, { status: 'Built', at }]
    this.#steps.set(id, { ...step, state: 'done', status: 'Built', endedAt: at, phases })
  }

  /** What still runs when Compose has ended well is done: it says so only of some things. */
  close(): void {
    const at = this.#now()
    for (const [id, step] of this.#steps)
      if (step.state === 'running') this.#steps.set(id, { ...step, state: 'done', endedAt: at })
  }

  report(): Pick<ComposeAction, 'steps' | 'transfer'> {
    const layers = [...this.#layers.values()]
    const sum = (of: 'doneBytes' | 'totalBytes'): number => layers.reduce((all, one) => all + one[of], 0)
    return {
      steps: [...this.#steps.values()],
      ...(layers.length === 0
        ? {}
        : { transfer: { doneBytes: sum('doneBytes'), totalBytes: sum('totalBytes') } }),
    }
  }
}
