// `portside settings`: list what was chosen, read one, change one.
import { writeFile } from 'node:fs/promises'
import type { Contract } from '../../preload/contract'
import type { PendingSettings, Settings } from '../../preload/model'
import { choicesOf, isSetting, settingNames, settingsTable } from '../../preload/settings-table'
import { firstValue, toJson, type CommandContext } from './command'
import { readText } from './read-text'
import { formatTable } from './table'
import { UsageError } from './usage'
import { meaningOf } from './setting-meanings'
import { stateWord } from './state-words'
import { wordsIn } from './texts'

export async function settingsCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb = 'list', name, value, ...rest] = args
  if (verb === 'export' || verb === 'import') return transfer(services, context, verb, args.slice(1))
  if (verb === 'reset') return reset(services, context, args.slice(1))
  const settings = await firstValue(services.settings.watchSettings())
  if (verb === 'list' && name === undefined) {
    const pending = await firstValue(services.settings.watchPending())
    return list(settings, pending, context)
  }
  if (name === undefined || !isSetting(name) || rest.length > 0) throw new UsageError('settings')
  if (verb === 'get' && value === undefined)
    return context.print(context.json ? toJson(settings[name]) : words(settings[name]))
  if (verb !== 'set' || value === undefined) throw new UsageError('settings')
  const read = readValue(name, value)
  await services.settings.update({ change: { [name]: read } })
  if (context.json) return context.print(toJson({ [name]: read }))
  const { names } = await firstValue(services.settings.watchPending())
  const { say } = wordsIn(context.language)
  const waits = names.includes(name) ? say('restartApplies') : ''
  context.print(`${say('settingIs', { name, value: words(read) })}${waits}`)
}

async function reset(
  services: Contract,
  { json, print, language }: CommandContext,
  names: readonly string[],
): Promise<void> {
  const known = names.filter(isSetting)
  if (names.length === 0 || known.length < names.length) throw new UsageError('settings')
  await services.settings.reset({ names: known })
  print(json ? toJson({ reset: known }) : wordsIn(language).say('asBefore', { names: known.join(', ') }))
}

async function transfer(
  services: Contract,
  { json, print, language }: CommandContext,
  verb: 'export' | 'import',
  [file, ...rest]: readonly string[],
): Promise<void> {
  if (rest.length > 0 || (verb === 'import' && file === undefined)) throw new UsageError('settings')
  const { say } = wordsIn(language)
  if (verb === 'export') {
    const { text } = await services.settings.exportSettings()
    if (file === undefined) return print(text.trimEnd())
    await writeFile(file, text, { mode: 0o600 })
    return print(json ? toJson({ file }) : say('written', { file }))
  }
  const { changed, left } = await services.settings.importSettings({
    text: await readText(file ?? ''),
  })
  if (json) return print(toJson({ changed, left }))
  print(say('takenOver', { names: changed.join(', ') || say('nothing') }))
  for (const { name, why } of left) print(say('settingLeft', { name, why }))
}

function list(settings: Settings, pending: PendingSettings, { json, print, language }: CommandContext): void {
  const { say } = wordsIn(language)
  const rows = settingNames.map((name) => {
    const { fallback, applies, meaning } = settingsTable[name]
    return { name, value: settings[name], fallback, applies, pending: pending.names.includes(name), meaning }
  })
  if (json) return print(toJson(rows))
  const cells = rows.map(({ name, value, applies, pending: waits, meaning }) => [
    name,
    words(value),
    waits ? say('restartWaits', { applies: stateWord(language, applies) }) : stateWord(language, applies),
    meaningOf(name, meaning, language),
  ])
  print(formatTable([say('name'), say('value'), say('applies'), say('meaning')], cells))
  if (pending.engine) print(say('restartWaits', { applies: 'daemon.json' }))
}

/** Text as it is, everything else as JSON. */
const words = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const units: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** Sizes may have a unit; what the setting does not take as text is read as JSON. */
function readValue(name: keyof Settings, text: string): Settings[keyof Settings] {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([KMGT]i?B)$/.exec(text) ?? []
  const size =
    name.endsWith('Bytes') && amount && unit ? Math.round(Number(amount) * (units[unit] ?? 1)) : undefined
  for (const candidate of [size, text, parsed(text)]) {
    const read = settingsTable[name].accepts.safeParse(candidate)
    if (candidate !== undefined && read.success) return read.data
  }
  const choices = choicesOf(name)
  throw new UsageError('settingValue', {
    ...{ name, value: text, meaning: settingsTable[name].meaning },
    choices: choices.length === 0 ? '' : ` (${choices.join(', ')})`,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
