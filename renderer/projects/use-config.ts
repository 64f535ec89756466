// What Compose makes of a project, asked again when its state or a file of it changed.
import { useEffect, useState } from 'react'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import type { ComposeConfig, ComposeFinding } from '../../preload/model'
import { contract } from '../stores/session'

export interface Asked {
  readonly config?: ComposeConfig
  readonly findings?: readonly ComposeFinding[]
  readonly error?: SerialisedError
}

/** `turn` is any value that changes when it should be asked again. What was known stays until the answer is there. */
export function useConfig(projectId: string, turn: string): Asked {
  const [asked, setAsked] = useState<Asked>({})
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const ask = async (): Promise<void> => {
      try {
        const config = await contract().compose.getConfig({ projectId, signal })
        setAsked((before) => ({ config, ...(before.findings ? { findings: before.findings } : {}) }))
        const { findings } = await contract().compose.check({ projectId, signal })
        setAsked({ config, findings })
      } catch (error) {
        if (!signal.aborted && !isAbort(error)) setAsked({ error: serialiseError(error) })
      }
    }
    void ask()
    return () => abort.abort()
  }, [projectId, turn])
  return asked
}
