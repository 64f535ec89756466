// Tells what people should know of a start that succeeded, once for each start.
import { useEffect, useRef } from 'react'
import { useMachine } from '../stores/mirrors'
import { contract } from '../stores/session'
import { reportTold } from '../stores/toasts'

export function useMachineNotices(): void {
  const notices = useMachine()?.notices
  const told = useRef(0)
  useEffect(() => {
    if (notices === undefined) return
    // A new start begins with none.
    for (const notice of notices.slice(told.current)) reportTold(notice)
    const isNew = notices.length > told.current
    told.current = notices.length
    // Not known there, it is told once more at the next start.
    if (isNew)
      void contract()
        .machine.seeNotices()
        .catch(() => {})
  }, [notices])
}
