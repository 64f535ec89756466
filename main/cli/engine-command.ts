// `portside engine`: what the engine is, its daemon.json, and the authorities that it trusts for single registries.
import type { Contract } from '../../preload/contract'
import { readDaemonText } from '../../preload/daemon-config'
import type { AppliedConfig, ConfigCheck } from '../../preload/model'
import { AppError } from '../../preload/errors'
import { toJson, type CommandContext } from './command'
import { readText } from './read-text'
import { formatTable } from './table'
import { resultWord, stateWord, truthWord } from './state-words'
import { UsageError } from './usage'
import { wordsIn } from './texts'

export async function engineCommand(
  services: Contract,
  context: CommandContext,
  [part = 'info', ...args]: readonly string[],
): Promise<void> {
  if (part === 'config') return config(services, context, args)
  if (part === 'certificates') return certificates(services, context, args)
  if (part !== 'info' || args.length > 0) throw new UsageError('engine')
  const info = await services.engine.getInfo()
  if (context.json) return context.print(toJson(info))
  const { language } = context
  const { say } = wordsIn(language)
  const rows = Object.entries(info).map(([name, value]) => [
    resultWord(language, name),
    words(value, language),
  ])
  context.print(formatTable([say('name'), say('value')], rows))
}

const words = (value: unknown, language: CommandContext['language']): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return truthWord(language, value)
  if (Array.isArray(value))
    return value
      .map((one: unknown) => (typeof one === 'string' ? one : Object.values(one as object).join(' ')))
      .join(', ')
  return JSON.stringify(value)
}

async function config(
  { engine }: Contract,
  context: CommandContext,
  [verb = 'get', name, value, ...rest]: readonly string[],
): Promise<void> {
  if (rest.length > 0) throw new UsageError('engine')
  const { text, file } = await engine.getConfig()
  if (verb === 'get' && value === undefined) {
    const { config: now = {} } = readDaemonText(text)
    return context.print(
      name === undefined
        ? context.json
          ? toJson({ file, config: now })
          : text.trimEnd()
        : toJson(now[name] ?? null),
    )
  }
  if (verb === 'validate' && value === undefined) {
    const check = await engine.checkConfig({ text: name === undefined ? text : await readText(name) })
    tell(check, context)
    return
  }
  if (verb === 'apply' && name !== undefined && value === undefined)
    return applied(await engine.applyConfig({ text: await readText(name) }), context)
  if (verb === 'set' && name !== undefined && value !== undefined)
    return applied(await engine.applyConfig({ text: changed(text, name, jsonOrText(value)) }), context)
  if (verb === 'unset' && name !== undefined && value === undefined)
    return applied(await engine.applyConfig({ text: changed(text, name, undefined) }), context)
  throw new UsageError('engine')
}

function changed(text: string, name: string, value: unknown): string {
  const { config: now, problems } = readDaemonText(text)
  if (!now) throw new UsageError('daemonText', { why: problems[0]?.message ?? '' })
  return `${toJson({ ...now, [name]: value })}\n`
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** @throws settings.bad-engine-config after telling all, so that a script sees it in the exit code */
function tell({ problems, askedEngine }: ConfigCheck, { json, print, language }: CommandContext): void {
  const { say } = wordsIn(language)
  if (json) print(toJson({ problems, askedEngine }))
  const worst = problems.find(({ severity }) => severity === 'error')
  if (json && !worst) return
  for (const { severity, line, message } of json ? [] : problems)
    print(
      line === undefined
        ? `${stateWord(language, severity)}: ${message}`
        : say('problemAt', { severity: stateWord(language, severity), line, message }),
    )
  if (worst) throw new AppError('settings.bad-engine-config', { detail: worst.message })
  if (problems.length === 0) print(say(askedEngine ? 'engineTakes' : 'engineUnasked'))
}

function applied(result: AppliedConfig, { json, print, language }: CommandContext): void {
  const { say } = wordsIn(language)
  if (json) return print(toJson(result))
  if (!result.restarted) return print(say('configKept'))
  print(say('configApplied', { count: result.startedAgain }))
  if (result.notStarted.length > 0) print(say('notStarted', { names: result.notStarted.join(', ') }))
}

async function certificates(
  { engine }: Contract,
  context: CommandContext,
  [verb = 'list', registry, file, ...rest]: readonly string[],
): Promise<void> {
  if (verb === 'list' && registry === undefined) {
    const list = await engine.listCertificates()
    if (context.json) return context.print(toJson(list))
    const rows = list.map((one) => [
      one.registry,
      one.subject.replaceAll('\n', ', '),
      new Date(one.validUntil).toISOString().slice(0, 10),
    ])
    const { say } = wordsIn(context.language)
    return context.print(formatTable([say('registry'), say('subject'), say('validUntil')], rows))
  }
  if (registry === undefined || rest.length > 0) throw new UsageError('engine')
  if (verb === 'add' && file !== undefined)
    return engine.addCertificate({ registry, pem: await readText(file) })
  if (verb === 'remove' && file === undefined) return engine.removeCertificate({ registry })
  throw new UsageError('engine')
}
