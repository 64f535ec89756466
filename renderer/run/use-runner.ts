// Carries the form out: downloads the image when it is not here, looks at its suggestions, creates and starts.
import { useEffect, useRef, useState } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { Pull } from '../../preload/model'
import { focusRow } from '../containers/list-state'
import { namesGivenFree } from '../containers/remove'
import { pulls } from '../stores/mirrors'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog, showSection } from '../stores/ui'
import { againRequestOf } from './again-request'
import { addressOf, hostOf, requestOf, withDefaults, type RunForm } from './form'

export type Phase = 'idle' | 'downloading' | 'starting'

export interface Runner {
  readonly phase: Phase
  readonly pullId: string | undefined
  readonly error: SerialisedError | undefined
  /** True after a download brought suggestions that need a look first. */
  readonly lookAgain: boolean
  /** `atOnce`: nothing is downloaded first. */
  run(form: RunForm, atOnce: boolean): void
}

/** `again` is the container that is made again, and the form that it filled. */
export function useRunner(
  setForm: (form: RunForm) => void,
  again?: { readonly id: string; readonly form: RunForm },
): Runner {
  const [phase, setPhase] = useState<Phase>('idle')
  const [pullId, setPullId] = useState<string>()
  const [error, setError] = useState<SerialisedError>()
  const [lookAgain, setLookAgain] = useState(false)
  const busy = useRef(false)
  const closed = useRef(false)
  useEffect(() => {
    closed.current = false
    return () => {
      closed.current = true
    }
  }, [])

  const start = async (form: RunForm): Promise<void> => {
    setPhase('starting')
    const { containers } = contract()
    await namesGivenFree()
    const { id, aside } =
      again === undefined
        ? { ...(await containers.run({ request: requestOf(form) })), aside: [] }
        : await containers.recreate({
            ...{ id: again.id, request: againRequestOf(form, again.form), start: true },
          })
    closeDialog()
    showSection('containers')
    focusRow(id)
    say(again === undefined ? 'run.started' : 'rerun.done', { name: form.name.trim() || id.slice(0, 12) })
    if (aside.length > 0) say('images.updatedAside', { count: aside.length, names: aside.join(', ') })
  }

  /** @returns the form with the image's suggestions, or undefined when the download did not succeed */
  const download = async (form: RunForm): Promise<RunForm | undefined> => {
    setPhase('downloading')
    const reference = form.image.trim()
    const platform = form.also.find(({ name }) => name === 'platform')?.value
    const { pullId: id } = await contract().images.pull({
      reference,
      ...(platform === undefined ? {} : { platform }),
    })
    setPullId(id)
    const pull = await endOf(id)
    if (pull?.state !== 'done') return undefined
    setPullId(undefined)
    void contract().images.dismissPull({ pullId: id })
    return withDefaults(form, await contract().images.getRunDefaults({ reference }))
  }

  const carryOut = async (form: RunForm, atOnce: boolean): Promise<void> => {
    const ready = atOnce ? form : await download(form)
    // A closed form runs nothing any more; its download goes on in the list of images.
    if (!ready || closed.current) return
    setForm(ready)
    if (!atOnce && (await somePortHeld(ready))) return setLookAgain(true)
    await start(ready)
  }

  const run = (form: RunForm, atOnce: boolean): void => {
    if (busy.current) return
    busy.current = true
    setError(undefined)
    setLookAgain(false)
    void carryOut(form, atOnce)
      .catch((failure: unknown) => setError(serialiseError(failure)))
      .finally(() => {
        busy.current = false
        setPhase('idle')
      })
  }
  return { phase, pullId, error, lookAgain, run }
}

/** Resolves when the download is over; undefined when the app forgot it. */
function endOf(pullId: string): Promise<Pull | undefined> {
  return new Promise((resolve) => {
    let seen = false
    const look = (): void => {
      const pull = pulls.use.getState().items.get(pullId)
      seen ||= pull !== undefined
      if (pull?.state === 'active' || (!seen && pull === undefined)) return
      stop()
      resolve(pull)
    }
    const stop = pulls.use.subscribe(look)
    look()
  })
}

async function somePortHeld(form: RunForm): Promise<boolean> {
  const checks = form.ports.map(async (row) => {
    const { hostPort = 0, hostRange } = hostOf(row.host) ?? {}
    if (hostPort === 0 && !hostRange) return false
    const { protocol } = row
    const asked = hostRange ? { port: hostRange.first, lastPort: hostRange.last } : { port: hostPort }
    const answer = await contract().ports.checkPort({
      ...asked,
      protocol,
      address: row.address ?? addressOf(form),
    })
    return answer.state === 'held'
  })
  return (await Promise.all(checks)).some(Boolean)
}
