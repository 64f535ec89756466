// A port number that was typed finds who holds it.
import { CircleCheck, CircleDot } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PortCheck } from '../../preload/model'
import type { Action } from '../actions/action'
import { formatHolder } from '../i18n/format'
import { copyText } from '../stores/clipboard'
import { useSession } from '../stores/session'
import { showSection } from '../stores/ui'

const lastPort = 65_535
const typingPauseMs = 120

const portIn = (query: string): number | undefined => {
  const digits = /^\s*:?(\d{1,5})\s*$/.exec(query)?.[1]
  const port = Number(digits)
  return digits !== undefined && port >= 1 && port <= lastPort ? port : undefined
}

/** Undefined while no port was typed, or nothing is known of it. */
export function usePortHolder(query: string): Action | undefined {
  const port = portIn(query)
  const [check, setCheck] = useState<PortCheck>()
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (port === undefined || !contract) return
    const over = new AbortController()
    const ask = (): void => {
      contract.ports
        .checkPort({ port, protocol: 'tcp', address: '127.0.0.1', signal: over.signal })
        // The palette is no place for errors of a look-up that nobody asked for.
        .then(setCheck, () => {})
    }
    const timer = setTimeout(ask, typingPauseMs)
    return () => {
      clearTimeout(timer)
      over.abort()
    }
  }, [port, contract])
  if (port === undefined || check?.port !== port) return undefined
  return actionFor(check)
}

const actionFor = ({ port, state, holder }: PortCheck): Action => ({
  id: `port:${port}`,
  group: 'ports',
  icon: state === 'free' ? CircleCheck : CircleDot,
  name: (t) =>
    state === 'free'
      ? t('palette.portFree', { port })
      : t('palette.portHeld', { port, holder: formatHolder(t, holder) }),
  detail: (t) => t(state === 'free' ? 'palette.copyPort' : 'palette.showPorts'),
  run: () => (state === 'free' ? copyText(String(port)) : showSection('ports')),
})
