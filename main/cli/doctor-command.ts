// `portside doctor`: whether this computer can run the engine, and the ways out of what keeps it from it.
import type { Contract } from '../../preload/contract'
import type { Language, Readiness, ReadinessCheck } from '../../preload/model'
import { readinessTexts } from '../../preload/readiness-texts'
import { fillTemplate } from '../../preload/text'
import { commandLanguage } from './language'
import { toJson, type CommandContext } from './command'

const usage = 'portside doctor [fix <check> <fix>]'
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
    const [verb, id, kind, ...rest] = args
    const check = found.checks.find((one) => one.id === id)
    const fix = check?.fixes.find((one) => one.kind === kind)
    if (verb !== 'fix' || rest.length > 0 || !check || !fix) throw new TypeError(usage)
    await readiness.fix({ id: check.id, kind: fix.kind })
    found = await readiness.check()
  }
  if (json) return print(toJson(described(found, language)))
  for (const check of found.checks) {
    const { title, text } = wordsOf(check, language)
    print(`${marks[language][check.state].padEnd(5)} ${title}`)
    if (check.state !== 'ok') print(`      ${text}`)
    for (const { kind } of check.fixes) print(`      portside doctor fix ${check.id} ${kind}`)
  }
}

/** The words beside the codes, so that a report can be read by people, too. */
const described = ({ checks, checkedAt }: Readiness, language: Language): object => ({
  checkedAt,
  ready: checks.every(({ state }) => state !== 'bad'),
  checks: checks.map((check) => ({ ...check, ...wordsOf(check, language) })),
})

function wordsOf(
  { outcome, params }: ReadinessCheck,
  language: Language,
): { readonly title: string; readonly text: string } {
  if (outcome === undefined) return { title: '', text: '' }
  const { title, text } = readinessTexts[outcome][language]
  return { title: fillTemplate(title, params), text: fillTemplate(text, params) }
}
