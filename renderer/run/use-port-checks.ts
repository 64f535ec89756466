// Asks, while somebody types, whether a container could take the ports of the form.
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Contract } from '../../preload/contract'
import { isAbort } from '../../preload/errors'
import { writePort } from '../../preload/port-range'
import { forwards } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { addressOf, hostOf, type PortRow, type PortsForm } from './form'
import type { PortAnswer } from './validate'

/** Somebody who types 8080 is not asked about 8, 80 and 808; the answer should come within 100 ms. */
const typingPauseMs = 40

const keyOf = (row: PortRow, address: string): string | undefined => {
  const port = hostOf(row.host)
  const text = port && writePort(port)
  return text ? `${row.protocol} ${row.address ?? address} ${text}` : undefined
}

export function usePortChecks(form: PortsForm): (row: PortRow) => PortAnswer {
  const address = addressOf(form)
  const wanted = useMemo(
    () => [...new Set(form.ports.flatMap((row) => keyOf(row, address) ?? []))].sort().join('\n'),
    [form.ports, address],
  )
  // A forward that opens or closes may free or take a port: the answers are asked for again.
  const forwardTurn = forwards.use((state) => state.items)
  const [answers, setAnswers] = useState<ReadonlyMap<string, PortAnswer>>(new Map())
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (wanted === '' || !contract) return
    const abort = new AbortController()
    const keys = wanted.split('\n')
    const timer = setTimeout(() => {
      for (const key of keys) {
        void checkKey(contract, key, abort.signal).then(
          (answer) => {
            if (!abort.signal.aborted) setAnswers((known) => new Map(known).set(key, answer))
          },
          (error: unknown) => {
            if (isAbort(error)) return
            setAnswers((known) => new Map(known).set(key, undefined))
            reportError(error)
          },
        )
      }
    }, typingPauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [wanted, contract, forwardTurn])
  return useCallback(
    (row) => {
      const key = keyOf(row, address)
      if (key === undefined) return undefined
      return answers.has(key) ? answers.get(key) : 'checking'
    },
    [answers, address],
  )
}

async function checkKey(contract: Contract, key: string, signal: AbortSignal): Promise<PortAnswer> {
  const [protocol, address = '', text = ''] = key.split(' ')
  const [port, lastPort] = text.split('-').map(Number)
  return contract.ports.checkPort({
    port: port ?? 0,
    ...(lastPort === undefined ? {} : { lastPort }),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    address,
    signal,
  })
}
