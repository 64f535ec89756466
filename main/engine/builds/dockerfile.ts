// Reads a Dockerfile as far as the window needs it: instructions with their lines, stages, arguments.

export interface Instruction {
  /** From 1; of its first line. */
  readonly line: number
  /** In capitals, `RUN`. */
  readonly keyword: string
  /** All its lines as one, spaces as single ones. */
  readonly text: string
}

/** Lines that end with a backslash go on; comments and empty lines between them are left out. */
export function readInstructions(dockerfile: string): readonly Instruction[] {
  const found: Instruction[] = []
  let open: { line: number; parts: string[] } | undefined
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    const goesOn = /[\\`]$/.test(text)
    open ??= { line: index + 1, parts: [] }
    open.parts.push(goesOn ? text.slice(0, -1) : text)
    if (goesOn) continue
    found.push(instructionOf(open))
    open = undefined
  }
  return open ? [...found, instructionOf(open)] : found
}

function instructionOf({ line, parts }: { line: number; parts: readonly string[] }): Instruction {
  const text = squeeze(parts.join(' '))
  return { line, keyword: (/^\S+/.exec(text)?.[0] ?? '').toUpperCase(), text }
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()

export const stagesOf = (instructions: readonly Instruction[]): readonly string[] =>
  instructions.flatMap(({ keyword, text }) => {
    const name = keyword === 'FROM' ? /\sAS\s+(\S+)$/i.exec(text)?.[1] : undefined
    return name === undefined ? [] : [name]
  })

/** Arguments with their default values, each once. */
export function argsOf(instructions: readonly Instruction[]): readonly { name: string; value: string }[] {
  const args = new Map<string, string>()
  for (const { keyword, text } of instructions) {
    const [, name, value = ''] = (keyword === 'ARG' && /^ARG (\w+)(?:=(.*))?$/i.exec(text)) || []
    if (name !== undefined && !args.has(name)) args.set(name, value.replace(/^(["'])(.*)\1$/, '$2'))
  }
  return [...args].map(([name, value]) => ({ name, value }))
}

/** Ids of what steps mount of this type, each once: `RUN --mount=type=secret,id=npm`. */
export function mountedIds(instructions: readonly Instruction[], type: 'secret' | 'ssh'): readonly string[] {
  const ids = mountsOf(instructions).flatMap((fields) => {
    if (fields.get('type') !== type) return []
    // Without an id a secret goes by the last part of the path where the step sees it.
    const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? ''
    const id = fields.get('id') ?? (type === 'ssh' ? 'default' : target.split('/').at(-1))
    return id === undefined || id === '' ? [] : [id]
  })
  return [...new Set(ids)]
}

/** The fields of each `RUN --mount=type=cache,from=build`. */
export const mountsOf = (instructions: readonly Instruction[]): readonly ReadonlyMap<string, string>[] =>
  instructions
    .flatMap(({ keyword, text }) =>
      keyword === 'RUN' ? [...text.matchAll(/\s--mount=(\S+)/g)].map(([, mount = '']) => mount) : [],
    )
    .map(
      (mount) =>
        new Map(
          mount
            .replaceAll('"', '')
            .split(',')
            .map((field): [string, string] => {
              const at = field.indexOf('=')
              return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)]
            }),
        ),
    )

/** Where the step of BuildKit stands: `[build 2/3] RUN npm ci`. Undefined when no line, or several, can be meant. */
export function lineOfStep(instructions: readonly Instruction[], step: string): Instruction | undefined {
  const [, place = '', words = ''] = /^\[([^\]]*)\] (.*)$/s.exec(step) ?? []
  const wanted = squeeze(words)
  const same = instructions.filter(
    ({ text }) => text.replace(/^\S+/, (word) => word.toUpperCase()) === wanted,
  )
  if (same.length < 2) return same[0]
  const stage = /^(\S+) \d+\/\d+$/.exec(place)?.[1]
  const inStage = same.filter(({ line }) => stage !== undefined && stageAt(instructions, line) === stage)
  return inStage.length === 1 ? inStage[0] : undefined
}

function stageAt(instructions: readonly Instruction[], line: number): string | undefined {
  const froms = instructions.filter((one) => one.keyword === 'FROM' && one.line <= line)
  const last = froms.at(-1)
  return last && (stagesOf([last])[0] ?? `stage-${froms.length - 1}`)
}
