// `portside doctor`: whether this computer can run the engine, and the ways out of what keeps it from it.
import type { Contract } from '../../preload/contract'
import type { Language, PortChoices, Readiness } from '../../preload/model'
import { readinessWords } from '../../preload/readiness-texts/readiness-words'
import { commandLanguage } from './language'
import { toJson, type CommandContext } from './command'
import { UsageError } from './usage'

const noWords = { title: '', text: '' }
const marks = {
  en: { ok: 'ok', note: 'note', bad: 'BAD', unknown: '?', checking: '…' },
  ko: { ok: '좋음', note: '참고', bad: '문제', unknown: '?', checking: '…' },
} as const

export async function doctorCommand(
  services: Contract,
  { json, print }: CommandContext,
  args: readonly string[],
): Promise<void> {
  const { readiness } = services
  const language = await commandLanguage(services)
  let found = await readiness.check()
  if (args.length > 0) {
    const [verb, id, kind, ...pairs] = args
    const check = found.checks.find((one) => one.id === id)
    const fix = check?.fixes.find((one) => one.kind === kind)
    const ports = pairs.map(portPair)
    if (verb !== 'fix' || !check || !fix || (ports.length > 0 && kind !== 'choose-ports'))
      throw new UsageError('doctor')
    await readiness.fix({ id: check.id, kind: fix.kind, ...(ports.length > 0 ? { ports } : {}) })
    found = await readiness.check()
  }
  if (json) return print(toJson(described(found, language)))
  for (const check of found.checks) {
    const { title, text } = readinessWords(check, language) ?? noWords
    print(`${marks[language][check.state].padEnd(5)} ${title}`)
    if (check.state !== 'ok') print(`      ${text}`)
    for (const { kind } of check.fixes) print(`      portside doctor fix ${check.id} ${kind}`)
  }
}

/** Of `3306=3310`. */
function portPair(text: string): PortChoices[number] {
  const [, port, use] = /^(\d+)=(\d+)$/.exec(text) ?? []
  if (port === undefined || use === undefined) throw new UsageError('doctor')
  return { port: Number(port), use: Number(use) }
}

/** The words beside the codes, so that a report can be read by people, too. */
const described = ({ checks, checkedAt }: Readiness, language: Language): object => ({
  checkedAt,
  ready: checks.every(({ state }) => state !== 'bad'),
  checks: checks.map((check) => ({ ...check, ...(readinessWords(check, language) ?? noWords) })),
})
