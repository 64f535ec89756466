// GET /events since API 1.52: without the fields that had stood beside the new ones, in the form that is asked for.
import { Transform } from 'node:stream'
import { isOlder, type Asked } from './versions'

/** 1.52 knows the last two beside JSON; 1.53 JSON lines, too. Nothing is preferred to what was always sent. */
export function eventsType(accept: string | undefined, version: string): string {
  const known = ['application/x-ndjson', 'application/json-seq']
  if (!isOlder(version, '1.53')) known.push('application/jsonl')
  const wanted = (accept ?? '').split(',').map((one) => one.split(';')[0]?.trim())
  return wanted.find((one) => known.includes(one ?? '')) ?? 'application/json'
}

/** 1.52: `status`, `id` and `from` are gone. */
export function eventAnswer(line: string): string {
  const { status: _status, id: _id, from: _from, ...event } = JSON.parse(line) as Record<string, unknown>
  return JSON.stringify(event)
}

export function eventLines({ version }: Asked, type: string): Transform {
  let rest = ''
  const write = (line: string): string => {
    const event = isOlder(version, '1.52') ? line : eventAnswer(line)
    // RFC 7464: a record separator before each.
    return type === 'application/json-seq' ? `\x1e${event}\n` : `${event}\n`
  }
  return new Transform({
    decodeStrings: true,
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      const whole = lines
        .filter((line) => line.trim() !== '')
        .map((line) => Buffer.from(line, 'latin1').toString())
      done(null, whole.map(write).join(''))
    },
  })
}
