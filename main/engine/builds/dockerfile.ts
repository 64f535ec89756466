// Reads a Dockerfile as far as the window needs it: instructions with their lines, stages, arguments.

export interface Instruction {
  /** From 1; of its first line. */
  readonly line: number
  /** In capitals, `RUN`. */
  readonly keyword: string
  /** All its lines as one, spaces as single ones. */
  readonly text: string
}

/**
 * Lines that end with a backslash go on; comments and empty lines between them are left out, and so are the texts that
 * stand in the file itself (`RUN <<EOF`): they are no instructions.
 */
export function readInstructions(dockerfile: string): readonly Instruction[] {
  const found: Instruction[] = []
  const goesOn = escapeOf(dockerfile) === '`' ? /`$/ : /\\$/
  let open: { line: number; parts: string[] } | undefined
  /** Words that end the texts below the last instruction. */
  let ends: string[] = []
  for (const [index, raw] of dockerfile
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const text = raw.trim()
    if (ends.length > 0) {
      if (text === ends[0]) ends = ends.slice(1)
      continue
    }
    if (text === '' || text.startsWith('#')) continue
    open ??= { line: index + 1, parts: [] }
    open.parts.push(goesOn.test(text) ? text.slice(0, -1) : text)
    if (goesOn.test(text)) continue
    const instruction = instructionOf(open)
    ends = textsBelow(instruction)
    found.push(instruction)
    open = undefined
  }
  return open ? [...found, instructionOf(open)] : found
}

/** `# escape=`, among the lines above everything else. */
const escapeOf = (dockerfile: string): string | undefined =>
  /^\uFEFF?(?:[ \t]*#[ \t]*\w+[ \t]*=.*\r?\n)*?[ \t]*#[ \t]*escape[ \t]*=[ \t]*([\\`])/i.exec(dockerfile)?.[1]

/** https://docs.docker.com/reference/dockerfile/#here-documents */
const textsBelow = ({ keyword, text }: Instruction): string[] =>
  ['RUN', 'COPY', 'ADD'].includes(keyword)
    ? [...text.matchAll(/(?<!<)<<-?(["']?)([A-Za-z_]\w*)\1(?=\s|$)/g)].map(([, , word = '']) => word)
    : []

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
  const exact = instructions.filter((one) => upperText(one) === wanted)
  const same = exact.length > 0 ? exact : instructions.filter((one) => couldRead(upperText(one), wanted))
  if (same.length < 2) return same[0]
  const stage = /^(\S+) \d+\/\d+$/.exec(place)?.[1]
  const inStage = same.filter(({ line }) => stage !== undefined && stageAt(instructions, line) === stage)
  return inStage.length === 1 ? inStage[0] : undefined
}

const upperText = ({ text }: Instruction): string => text.replace(/^\S+/, (word) => word.toUpperCase())

/** BuildKit tells a step with the values of its variables, and behind `RUN <<EOF` how the text begins. */
function couldRead(told: string, step: string): boolean {
  if (told.includes('<<')) return step.startsWith(`${told} (`)
  if (!told.includes('$')) return false
  const parts = told.split(/\$(?:\w+|\{[^}]*\})/)
  // Parts in their order, the first and the last at the ends: what no text could make slow, as a pattern could be.
  let at = 0
  return parts.every((part, index) => {
    const isLast = index === parts.length - 1
    const found = isLast ? step.length - part.length : step.indexOf(part, at)
    if (found < at || (index === 0 && found > 0) || !step.startsWith(part, found)) return false
    at = found + part.length
    return true
  })
}

function stageAt(instructions: readonly Instruction[], line: number): string | undefined {
  const froms = instructions.filter((one) => one.keyword === 'FROM' && one.line <= line)
  const last = froms.at(-1)
  return last && (stagesOf([last])[0] ?? `stage-${froms.length - 1}`)
}
