// Ports of a server of the catalogue that are taken: another one is chosen for its person, who sees why.
import { useEffect } from 'react'
import { isAbort } from '../../preload/errors'
import type { PortHolder } from '../../preload/model'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { addressOf, portNumber, type PortRow, type RunForm } from './form'
import type { PortAnswer } from './validate'

/** The form with the row on the first of these that no other row has; the same where there is none. */
export function withMovedPort(
  form: RunForm,
  { key, host }: PortRow,
  free: readonly number[],
  holder: PortHolder | undefined,
): RunForm {
  const others = new Set(form.ports.filter((one) => one.key !== key).map((one) => portNumber(one.host)))
  const to = free.find((port) => !others.has(port))
  const from = portNumber(host)
  if (to === undefined || from === undefined) return form
  const move = (row: PortRow): PortRow =>
    // It may have been typed over meanwhile.
    row.key !== key || row.host !== host || !row.movable
      ? row
      : { ...row, host: String(to), moved: { from: row.moved?.from ?? from, holder } }
  return { ...form, ports: form.ports.map(move) }
}

export function useMovedPorts(
  form: RunForm,
  answer: (row: PortRow) => PortAnswer,
  change: (edit: (known: RunForm) => RunForm) => void,
): void {
  const contract = useSession((state) => state.contract)
  const address = addressOf(form)
  const count = form.ports.length + 1
  const row = form.ports.find((one) => one.movable === true && isHeld(answer(one)))
  const said = row && answer(row)
  const holder = said === undefined || said === 'checking' ? undefined : said.holder
  useEffect(() => {
    const near = row && portNumber(row.host)
    if (!row || !contract || near === undefined) return
    const abort = new AbortController()
    contract.ports.findFree({ near, protocol: row.protocol, address, count, signal: abort.signal }).then(
      ({ ports }) => change((known) => withMovedPort(known, row, ports, holder)),
      (error: unknown) => !isAbort(error) && !abort.signal.aborted && reportError(error),
    )
    return () => abort.abort()
  }, [contract, row, holder, address, count, change])
}

const isHeld = (said: PortAnswer): boolean =>
  said !== undefined && said !== 'checking' && said.state === 'held'
