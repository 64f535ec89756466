// The images that a build begins with or takes files from, by their names in registries.
import type { BuildRequest } from '../../../preload/model'
import { parseReference, type Reference } from '../reference'
import { argsOf, mountsOf, readInstructions, stagesOf, type Instruction } from './dockerfile'

/** Each once: `docker.io` images by their short names. Names that no rule can tell are left out. */
export function baseImages(dockerfile: string, given: BuildRequest['args']): readonly Reference[] {
  const instructions = readInstructions(dockerfile)
  const syntax = syntaxOf(dockerfile)
  const used = [
    ...(syntax === undefined ? [] : [syntax]),
    ...imagesUsed(instructions, given).map(({ name }) => name),
  ]
  const found = used.flatMap((name) => referenceOf(name) ?? [])
  return [...new Map(found.map((one) => [one.text, one])).values()]
}

export interface ImageUse {
  readonly instruction: Instruction
  /** With the values of arguments in it; no stage's. */
  readonly name: string
  /** Whether a stage begins with it, or only takes files from it. */
  readonly isBase: boolean
}

/** What instructions take from images rather than from stages. */
export function imagesUsed(
  instructions: readonly Instruction[],
  given: BuildRequest['args'],
): readonly ImageUse[] {
  const values = globalValues(instructions, given)
  const stages = new Set(stagesOf(instructions).map((name) => name.toLowerCase()))
  return instructions.flatMap((instruction) =>
    namesIn(instruction)
      .map((name) => fill(name, values))
      // A number is a stage, too, by its place.
      .filter(
        (name) => name !== '' && name !== 'scratch' && !stages.has(name.toLowerCase()) && !/^\d+$/.test(name),
      )
      .map((name) => ({ instruction, name, isBase: instruction.keyword === 'FROM' })),
  )
}

function referenceOf(name: string): Reference | undefined {
  try {
    return parseReference(name)
  } catch {
    return undefined
  }
}

/** The use of the image that BuildKit names in full: `docker.io/library/node:22`, or by its digest instead of the tag. */
export function imageUse(
  instructions: readonly Instruction[],
  given: BuildRequest['args'],
  image: string,
): ImageUse | undefined {
  const wanted = referenceOf(image)
  if (wanted === undefined) return undefined
  const uses = imagesUsed(instructions, given).map((use) => ({ use, reference: referenceOf(use.name) }))
  const same =
    uses.find(({ reference }) => reference?.text === wanted.text) ??
    uses.find(({ reference }) => image.includes('@') && reference?.repository === wanted.repository)
  return same?.use
}

/** The image that reads the Dockerfile itself: `# syntax=docker/dockerfile:1`, above everything else. */
const syntaxOf = (dockerfile: string): string | undefined =>
  /^(?:\s*#\s*(?:escape|check)\s*=.*\r?\n)*\s*#\s*syntax\s*=\s*(\S+)/i.exec(dockerfile)?.[1]

function namesIn({ keyword, text }: Instruction): readonly string[] {
  const words = text.split(' ').slice(1)
  const named =
    keyword === 'FROM'
      ? [words.find((word) => !word.startsWith('--'))]
      : keyword === 'COPY'
        ? [words.find((word) => word.startsWith('--from='))?.slice(7)]
        : mountsOf([{ line: 0, keyword, text }]).map((fields) => fields.get('from'))
  return named.flatMap((name) => (name === undefined ? [] : [name.replace(/^(["'])(.*)\1$/, '$2')]))
}

/** Only arguments above the first FROM have a say in the names of images. */
function globalValues(
  instructions: readonly Instruction[],
  given: BuildRequest['args'],
): ReadonlyMap<string, string> {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM')
  const declared = argsOf(instructions.slice(0, Math.max(first, 0)))
  const asked = new Map(given.map(({ name, value }) => [name, value]))
  const values = new Map<string, string>()
  for (const { name, value } of declared) values.set(name, asked.get(name) ?? fill(value, values))
  return values
}

/** `$A`, `${A}`, `${A:-or this}`, `${A:+then this}`, as Dockerfiles have them. */
const fill = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(
    /\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g,
    (_whole, plain?: string, braced?: string, sign?: string, word = '') => {
      const value = values.get(plain ?? braced ?? '') ?? ''
      if (sign === '-') return value === '' ? String(word) : value
      if (sign === '+') return value === '' ? '' : String(word)
      return value
    },
  )
