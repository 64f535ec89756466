// The images that a build begins with or takes files from, by their names in registries.
import type { BuildRequest } from '../../../preload/model'
import { parseReference, type Reference } from '../reference'
import { argsOf, mountsOf, readInstructions, stagesOf, type Instruction } from './dockerfile'

/** Each once: `docker.io` images by their short names. Names that no rule can tell are left out. */
export function baseImages(dockerfile: string, given: BuildRequest['args']): readonly Reference[] {
  const instructions = readInstructions(dockerfile)
  const values = globalValues(instructions, given)
  const stages = new Set(stagesOf(instructions).map((name) => name.toLowerCase()))
  const names = [
    syntaxOf(dockerfile),
    ...instructions.map(nameIn),
    ...mountsOf(instructions).map((fields) => fields.get('from')),
  ]
  const found = names.flatMap((name): Reference[] => {
    const filled = name === undefined ? '' : fill(name, values)
    // A number is a stage, too, by its place.
    if (filled === '' || filled === 'scratch' || stages.has(filled.toLowerCase()) || /^\d+$/.test(filled))
      return []
    try {
      return [parseReference(filled)]
    } catch {
      return []
    }
  })
  return [...new Map(found.map((one) => [one.text, one])).values()]
}

/** The image that reads the Dockerfile itself: `# syntax=docker/dockerfile:1`, above everything else. */
const syntaxOf = (dockerfile: string): string | undefined =>
  /^(?:\s*#\s*(?:escape|check)\s*=.*\r?\n)*\s*#\s*syntax\s*=\s*(\S+)/i.exec(dockerfile)?.[1]

function nameIn({ keyword, text }: Instruction): string | undefined {
  const words = text.split(' ').slice(1)
  if (keyword === 'FROM') return unquoted(words.find((word) => !word.startsWith('--')))
  if (keyword === 'COPY') return unquoted(words.find((word) => word.startsWith('--from='))?.slice(7))
  return undefined
}

const unquoted = (word: string | undefined): string | undefined => word?.replace(/^(["'])(.*)\1$/, '$2')

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
