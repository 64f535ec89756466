// What a program printed before it ended is read to the last byte, however slowly.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { carrierOf } from '../../../main/machine/wsl2/engine-carrier'

const start = (script: string) => spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'pipe'] })

it('is read to its end after the program is gone', async () => {
  const child = start('head -c 8000 /dev/zero')
  const carrier = carrierOf(child)
  const closed = once(child, 'close')
  let read = 0
  // Few enough that none wait in the pipe: all but the first bytes are in the carrier when the program is gone.
  carrier.once('readable', () => {
    read += (carrier.read(10) as Buffer).length
  })
  await closed
  for (let n = 0; n < 20; n++) await turn()
  for await (const chunk of carrier) read += (chunk as Buffer).length
  expect(read).toBe(8_000)
})

it('is over when the program is, though nobody ended what goes to it', async () => {
  const child = start('exec sleep 60')
  const carrier = carrierOf(child)
  carrier.resume()
  child.kill('SIGKILL')
  await once(carrier, 'close')
  expect(carrier.destroyed).toBe(true)
})
