// Whether the engine answers at all.
import { endsWithin } from '../base/ends-within'
import type { Connection } from './connection'

export async function answers(connection: Connection, withinMs: number): Promise<boolean> {
  try {
    const ping = connection.docker().ping()
    // It is given up by the end of the connection.
    ping.catch(() => {})
    return await endsWithin(ping, withinMs)
  } catch {
    return false
  }
}
