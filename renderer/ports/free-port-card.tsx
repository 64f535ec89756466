// Finds ports that are free now and that no container asks for, near a number; a click copies one.
import { useEffect, useId, useState, type ReactNode } from 'react'
import { isAbort } from '../../preload/errors'
import { copyText } from '../stores/clipboard'
import { conflicts, containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'

const typingPauseMs = 150
const count = 3

const usual = 8080

/** The port that somebody waits for most, which is most likely what a person looks for. */
const useWanted = (): number | undefined =>
  conflicts.use((state) => {
    const all = [...state.items.values()]
    return (all.find(({ when }) => when === 'now') ?? all[0])?.binding.hostPort
  })

const parse = (text: string): number | undefined => {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}

export function FreePortCard(): ReactNode {
  const t = useT()
  const field = useId()
  const [typed, setTyped] = useState<string | undefined>()
  const wanted = useWanted()
  const text = typed ?? String(wanted ?? usual)
  const near = parse(text)
  const ports = useFreePorts(near)
  return (
    <section className="card free-port-card" aria-labelledby="ports-free">
      <header className="card-head">
        <h2 id="ports-free">{t('ports.find')}</h2>
      </header>
      <div className="card-body">
        <label className={`input ${near === undefined ? 'is-bad' : ''}`.trimEnd()}>
          <span className="text-3">{t('ports.near')}</span>
          <input
            className="mono"
            inputMode="numeric"
            value={text}
            aria-invalid={near === undefined}
            aria-describedby={field}
            onChange={(event) => setTyped(event.target.value)}
          />
          {near !== undefined && ports.length > 0 && <span className="unit">{t('ports.freeNow')}</span>}
        </label>
        <div className="free-ports" role="status">
          {near === undefined ? (
            <p className="help bad">{t('run.portText')}</p>
          ) : (
            ports.map((port) => (
              <button
                key={port}
                type="button"
                className="free-port"
                title={t('ports.copy', { port })}
                aria-label={t('ports.copy', { port })}
                onClick={() => copyText(String(port))}
              >
                <span className="jack free ok" />
                {port}
              </button>
            ))
          )}
        </div>
        <p id={field} className="help">
          {t('ports.findWhy')}
        </p>
      </div>
    </section>
  )
}

/** Asked again when a container or a conflict changes, because that frees and takes ports. */
function useFreePorts(near: number | undefined): readonly number[] {
  const contract = useSession((state) => state.contract)
  const containerTurn = containers.use((state) => state.items)
  const conflictTurn = conflicts.use((state) => state.items)
  const [ports, setPorts] = useState<readonly number[]>([])
  useEffect(() => {
    if (near === undefined || !contract) return
    const abort = new AbortController()
    const { signal } = abort
    const ask = async (): Promise<void> => {
      try {
        const found = await contract.ports.findFree({
          near,
          protocol: 'tcp',
          address: '0.0.0.0',
          count,
          signal,
        })
        if (!signal.aborted) setPorts(found.ports)
      } catch (error) {
        if (!isAbort(error) && !signal.aborted) reportError(error)
      }
    }
    const timer = setTimeout(() => void ask(), typingPauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [near, contract, containerTurn, conflictTurn])
  return ports
}
