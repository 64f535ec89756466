// Listens to what the desktop asks of the window, for as long as there is a connection.
import { useEffect } from 'react'
import { useSession } from '../stores/session'
import { follow } from '../stores/watches'
import { takeRequest } from './requests'

export function useRequests(): void {
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (!contract) return
    const over = new AbortController()
    void follow(contract.app.watchRequests({ signal: over.signal }), takeRequest, over.signal)
    return () => over.abort()
  }, [contract])
}
