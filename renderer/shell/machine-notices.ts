// Tells what people should know of a start that succeeded, once for each start.
import { useEffect, useRef } from 'react'
import { useMachine } from '../stores/mirrors'
import { reportTold } from '../stores/toasts'

export function useMachineNotices(): void {
  const notices = useMachine()?.notices
  const told = useRef(0)
  useEffect(() => {
    if (notices === undefined) return
    // A new start begins with none.
    for (const notice of notices.slice(told.current)) reportTold(notice)
    told.current = notices.length
  }, [notices])
}
