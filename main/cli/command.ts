// What a command of `portside` is, and what several of them need.
import type { ParseArgsConfig } from 'node:util'
import type { Contract } from '../../preload/contract'
import type { CollectionChange, Language } from '../../preload/model'
import type { AskHidden } from './hidden-input'
import { UsageError } from './usage'

export interface CommandContext {
  readonly json: boolean
  readonly wait: boolean
  /** Tells what would be done, and does nothing. */
  readonly dryRun: boolean
  /** Of the person; English unless told. What programs read is the same in every one. */
  readonly language?: Language
  /** Options of the command's own. */
  readonly options: Readonly<Record<string, unknown>>
  print(text: string): void
  /** Reads values that nobody is to see; a terminal or standard input unless told. */
  readonly ask?: AskHidden
}

export interface Command {
  /** Starts Portside first when it is not running; told the words after its name. */
  readonly launches?: (args: readonly string[]) => boolean
  /** Takes words after its name; the others refuse them. */
  readonly takesArguments?: boolean
  /** Its own options, besides those that all commands know. */
  readonly options?: ParseArgsConfig['options']
  /** After this word come flags of something else, which are left as they are. */
  readonly ownWordsAfter?: string
  /** @throws TypeError for words that it does not understand */
  run(services: Contract, context: CommandContext, args: readonly string[]): Promise<void>
}

export const toJson = (value: unknown): string => JSON.stringify(value, null, 2)

/** What a watch of one value shows at present. */
export async function firstValue<T>(watch: AsyncIterable<T>): Promise<T> {
  for await (const value of watch) return value
  throw new UsageError('appEnded')
}

/** The snapshot that a watch begins with. */
export async function first<T>(watch: AsyncIterable<CollectionChange<T>>): Promise<readonly T[]> {
  for await (const change of watch) if (change.kind === 'snapshot') return change.items
  return []
}
