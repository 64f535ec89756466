// `portside ports`: who holds ports, what containers want, what clashes; and asking about one port, or for free ones.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, PortConflict, PortHolder, PortWant, Protocol } from '../../preload/model'
import { readRange } from '../../preload/port-range'
import { first, firstValue, toJson, type CommandContext } from './command'
import { fixText, holderText, sentenceOf } from './conflict-words'
import { formatColumns, formatTable, printable } from './table'
import { UsageError } from './usage'
import { formatHolder } from '../../renderer/i18n/format'
import { describeConflict, describeLater, fixEffect, fixLabel } from '../../renderer/ports/conflict-words'
import { errorWords, stateWord } from './state-words'
import { wordsIn, type Words } from './texts'

export async function portsCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb, first, second, ...rest] = args
  if (verb === undefined) return list(services, context)
  if (verb === 'fix' && first !== undefined && second !== undefined && rest.length === 0)
    return fix(services, context, { conflictId: first, fixId: second })
  if (verb === 'check' && first !== undefined && second === undefined) return check(services, context, first)
  if (verb === 'free' && first !== undefined && second === undefined) return free(services, context, first)
  throw new UsageError('ports')
}

async function fix(
  services: Contract,
  context: CommandContext,
  which: { readonly conflictId: string; readonly fixId: string },
): Promise<void> {
  await services.ports.applyFix(which)
  if (context.json) context.print(toJson({ applied: which }))
  else context.print(wordsIn(context.language).say('fixed', { fix: which.fixId, conflict: which.conflictId }))
}

async function check(services: Contract, context: CommandContext, text: string): Promise<void> {
  const { lastPort, ...place } = readPlaces(text)
  const answer = await services.ports.checkPort({
    ...place,
    ...(lastPort === undefined ? {} : { lastPort }),
  })
  if (context.json) return context.print(toJson(answer))
  const { port, state, holder, nextFreePort } = answer
  const words = wordsIn(context.language)
  const { say } = words
  const named = holder && nameOf(words, holder)
  const who = named === undefined || named === '' ? say('unnamed') : named
  const next = nextFreePort === undefined ? '' : say('nextFree', { port: nextFreePort })
  const asked = { port, last: lastPort ?? port }
  const [isFree, isHeld] =
    lastPort === undefined ? (['portFree', 'portHeld'] as const) : (['rangeFree', 'rangeHeld'] as const)
  context.print(state === 'free' ? say(isFree, asked) : `${say(isHeld, { ...asked, who })}${next}`)
}

const nameOf = ({ language, t }: Words, holder: PortHolder): string =>
  language === 'en' ? holderText(holder) : formatHolder(t, holder)

/** The same with `8000-8010`, of which one is enough. @throws port.bad-port */
export function readPlaces(text: string): ReturnType<typeof readPlace> & { readonly lastPort?: number } {
  const [, before = '', numbers = '', after = ''] = /^(.*?)(\d+-\d+)(\/\w+)?$/.exec(text) ?? []
  const range = readRange(numbers)
  return range ? { ...readPlace(`${before}${range.first}${after}`), lastPort: range.last } : readPlace(text)
}

/** So many are useful to choose from. */
const offered = 5

async function free(services: Contract, context: CommandContext, text: string): Promise<void> {
  const { port, ...place } = readPlace(text)
  const answer = await services.ports.findFree({ near: port, ...place, count: offered })
  if (context.json) context.print(toJson(answer))
  else context.print(answer.ports.join('\n'))
}

/** `8080`, `53/udp`, `127.0.0.1:8080`, `[::1]:8080`; 127.0.0.1 unless it says otherwise. @throws port.bad-port */
export function readPlace(text: string): {
  readonly port: number
  readonly protocol: Protocol
  readonly address: string
} {
  const [, ipv6, ipv4, port, protocol = 'tcp'] =
    /^(?:\[([\da-fA-F:.]+)\]:|([\d.]+):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? []
  if (port === undefined) throw new AppError('port.bad-port', { params: { port: text.slice(0, 80) } })
  return { port: Number(port), protocol: protocol as Protocol, address: ipv6 ?? ipv4 ?? '127.0.0.1' }
}

async function list(services: Contract, context: CommandContext): Promise<void> {
  const [listeners, containers, others, forwards, conflicts] = await Promise.all([
    first(services.ports.watchListeners()),
    first(services.containers.watchContainers()),
    firstValue(services.ports.watchWants()),
    first(services.ports.watchForwards()),
    first(services.ports.watchConflicts()),
  ])
  // The listeners came from a look, so this tells of that one.
  const { error } = await firstValue(services.ports.watchLook())
  const wants = [...containers.flatMap(wantsOf), ...others.map(flatWant)]
  if (context.json) {
    const told = conflicts.map((one) => ({ ...one, sentence: sentenceOf(one) }))
    return context.print(toJson({ listeners, error, wants, forwards, conflicts: told }))
  }
  const rows = [...listeners]
    .sort((a, b) => a.port - b.port)
    .map(({ protocol, address, port, lastPort, process: name, pid, kind }) => [
      lastPort === undefined ? String(port) : `${port}-${lastPort}`,
      protocol,
      address,
      stateWord(context.language, kind),
      `${name ?? ''}${pid === undefined ? '' : ` (PID ${pid})`}`.trim(),
    ])
  const words = wordsIn(context.language)
  const { say } = words
  context.print(
    formatTable([say('port'), say('protocol'), say('atAddress'), say('kind'), say('holder')], rows),
  )
  if (error) context.print(`\n${errorWords(error, context.language)}`)
  if (conflicts.length === 0) return context.print(`\n${say('noConflicts')}`)
  for (const conflict of conflicts) context.print(`\n${conflictText(words, conflict)}`)
}

/** What is wrong, and for each way out the words to type. */
const conflictText = (words: Words, conflict: PortConflict): string => {
  const fixes = conflict.fixes.map((fix) => [
    `  portside ports fix ${conflict.id} ${fix.id}`,
    words.language === 'en'
      ? fixText(conflict, fix)
      : `${fixLabel(words.t, fix)}. ${fixEffect(words.t, conflict, fix)}`,
  ])
  const ways = fixes.length === 0 ? '' : `\n${formatColumns(fixes)}`
  return `${printable(sentenceIn(words, conflict))}${ways}`
}

/** As the window says it; in English what fits one line of a terminal. */
function sentenceIn({ language, t }: Words, conflict: PortConflict): string {
  if (language === 'en') return sentenceOf(conflict)
  const { when, binding } = conflict
  if (when === 'later') return `${t('ports.port', { port: binding.hostPort })}: ${describeLater(t, conflict)}`
  const { title, text } = describeConflict(t, conflict)
  return `${title}. ${text}`
}

const wantsOf = ({ id, name, state, project, ports }: Container) =>
  ports.map((binding) => ({
    containerId: id,
    containerName: name,
    state,
    ...(project === undefined ? {} : { project }),
    ...binding,
  }))

/** In the form of those of containers. */
const flatWant = ({ binding, ...want }: PortWant) => ({ ...want, ...binding })
