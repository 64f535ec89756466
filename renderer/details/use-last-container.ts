// A container as it is, and as it was last seen once somebody removed it: what is open of it stays what it was.
import { useState } from 'react'
import type { Container } from '../../preload/model'
import { useContainer } from '../stores/mirrors'

export function useLastContainer(id: string): Container | undefined {
  const now = useContainer(id)
  const [last, setLast] = useState(now)
  if (now && now !== last) setLast(now)
  return now ?? last
}
