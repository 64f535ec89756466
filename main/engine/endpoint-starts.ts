// Sends a start on to the engine over a connection of its own, for whoever wants to see how it went before it is answered.
import { request } from 'node:http'
import type { Dial } from '../base/dial'
import { messageOf } from './endpoint-answers'
import type { StartAnswer } from './start-guard'

/** What is resumed has its ports. */
export const choosesPorts = (firstLine: string): boolean => !/\/unpause[? ]/.test(firstLine)

/** What was restarted is stopped after the first turn: from then on it is started. */
export async function askToStart(dial: Dial, firstLine: string, turn: number): Promise<StartAnswer> {
  const asked = firstLine.split(' ')[1] ?? ''
  const path = turn === 0 ? asked : asked.replace(/\/restart(?:\?.*)?$/, '/start')
  const engine = await dial()
  try {
    return await new Promise<StartAnswer>((resolve, reject) => {
      const asking = request(
        {
          ...{ method: 'POST', path, host: 'engine', createConnection: () => engine },
          headers: { 'Content-Length': '0', Connection: 'close' },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.once('error', reject)
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              words: messageOf(Buffer.concat(parts).toString()) ?? '',
            }),
          )
        },
      )
      asking.once('error', reject)
      asking.end()
    })
  } finally {
    engine.destroy()
  }
}
