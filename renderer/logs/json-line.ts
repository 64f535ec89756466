// A log line that is a JSON object, as a person would write it: level, message, then the other fields.

export interface JsonLine {
  readonly level: string
  readonly message: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
}

const messages = ['msg', 'message', 'event']
const levelNames = ['level', 'severity', 'lvl', 'loglevel']
/** The engine's own time stands beside the line already. */
const times = new Set(['time', 'timestamp', 'ts', '@timestamp'])
const pino: Readonly<Record<string, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** Undefined for a line that is no JSON object with a message. */
export function readJsonLine(plain: string): JsonLine | undefined {
  const text = plain.trim()
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  let value: Readonly<Record<string, unknown>>
  try {
    value = JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
  const messageName = messages.find((name) => typeof value[name] === 'string')
  if (messageName === undefined) return undefined
  const levelName = levelNames.find((name) => name in value)
  const level = levelName === undefined ? '' : shown(value[levelName])
  return {
    level: pino[level] ?? level.toLowerCase(),
    message: shown(value[messageName]),
    fields: Object.entries(value)
      .filter(([name]) => name !== messageName && name !== levelName && !times.has(name))
      .map(([name, field]) => ({ name, value: shown(field) })),
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
