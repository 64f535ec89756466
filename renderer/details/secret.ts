// What looks as if it were a secret in what a container says of itself, and the text that stands for a hidden value.
import type { ContainerDetails, EnvVariable } from '../../preload/model'
import { isSecret, looksSecret } from '../../preload/secret'
import { rewriteSecrets, rewriteText, type Rewrite } from '../../preload/secret-texts'

export { isSecret }

/** Always as long, so that it does not tell the length. */
export const hiddenValue = '••••••••'

/** Shorter ones are words that stand elsewhere, too. */
const leastKnown = 6

const rewrite: Rewrite = { answer: () => hiddenValue, plain: (text) => text }

type Known = readonly string[]

/** As the engine describes a container. */
interface Described {
  readonly Name?: string
  readonly Config?: { readonly Env?: readonly string[] | null; readonly Image?: string }
}

/**
 * Values of secrets, to be hidden wherever they stand. One that is part of the container's own name or its image's, as in
 * `POSTGRES_PASSWORD=postgres`, would only be told by a name with a hole in it.
 */
function knownOf(rows: readonly EnvVariable[], whole: Described | null): Known {
  const open = `${whole?.Name ?? ''} ${whole?.Config?.Image ?? ''}`
  const values = rows.filter(isSecret).map(({ value }) => value)
  return [...new Set(values.filter((value) => value.length >= leastKnown && !open.includes(value)))]
}

/** `secret` is a word of others, too: of `/run/secrets` nothing is hidden. */
const hideKnown = (text: string, value: string): string =>
  /^[a-z]+$/i.test(value)
    ? text.replace(new RegExp(`(?<![A-Za-z\\d_])${value}(?![A-Za-z\\d_])`, 'g'), hiddenValue)
    : text.replaceAll(value, hiddenValue)

function hideText(text: string, known: Known): string {
  // Options of drivers stand in a row: `username=me,password=…`.
  const parts = rewriteText(text, '', rewrite, false).split(',')
  const hidden = parts.map((part) => rewriteText(part, '', rewrite, false)).join(',')
  return known.reduce(hideKnown, hidden)
}

const hideWords = (words: readonly string[], known: Known): string[] =>
  (rewriteSecrets(words, '', rewrite) as string[]).map((word) => hideText(word, known))

const hideValue = <T extends EnvVariable>(one: T, known: Known): T => ({
  ...one,
  value: isSecret(one) ? hiddenValue : hideText(one.value, known),
})

function variableOf(line: string): EnvVariable {
  const at = line.indexOf('=')
  return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) }
}

function hideLine(line: string, known: Known): string {
  const one = variableOf(line)
  return one.value === '' ? line : `${one.name}=${hideValue(one, known).value}`
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

function hideJson(value: unknown, key: string, known: Known): unknown {
  if (typeof value === 'string') return looksSecret(key, value) ? hiddenValue : hideText(value, known)
  if (isWords(value))
    return key === 'Env' ? value.map((line) => hideLine(line, known)) : hideWords(value, known)
  if (Array.isArray(value)) return value.map((one) => hideJson(one, key, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, hideJson(one, name, known)] as const),
  )
}

/** Of the engine's own description, in its own form. */
export function hideSecrets(json: string): string {
  const whole = JSON.parse(json) as Described | null
  const known = knownOf((whole?.Config?.Env ?? []).map(variableOf), whole)
  return JSON.stringify(hideJson(whole, '', known), undefined, 2)
}

export const hideInText = (text: string): string => hideText(text, [])

/** Of a command, where an option and its value are two words. */
export const hideInWords = (words: readonly string[]): readonly string[] => hideWords(words, [])

/** What Inspect tells in words. */
export function withoutSecrets(details: ContainerDetails): ContainerDetails {
  const { env, labels, command, json } = details
  const known = knownOf(env, JSON.parse(json) as Described | null)
  return {
    ...details,
    env: env.map((one) => hideValue(one, known)),
    labels: labels.map((one) => hideValue(one, known)),
    command: hideWords(command, known),
  }
}
