// `portside workspace secrets`: which a workspace knows, and values that come from a prompt or standard input alone.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Workspace, WorkspaceReview } from '../../preload/model'
import { legible } from '../../preload/text'
import { toJson, type CommandContext } from './command'
import { askHidden, canAsk } from './hidden-input'
import { formatTable } from './table'
import { wordsIn } from './texts'

/** @throws workspace.secret-argument for a value that other programs could read in the list of processes */
export function refuseValues(args: readonly string[]): void {
  const [name] = args.filter((one) => !/^(allow|seed|secret)=/.test(one) && one.includes('='))
  if (name !== undefined)
    throw new AppError('workspace.secret-argument', {
      params: { name: name.split('=')[0]?.slice(0, 80) ?? '' },
    })
}

export function listSecrets(context: CommandContext, { secrets, unasked }: Workspace): void {
  if (context.json) return context.print(toJson({ secrets, unasked }))
  const { say } = wordsIn(context.language)
  const row = (name: string, title: string, state: string): string[] => [name, title, state]
  context.print(
    formatTable(
      [say('secret'), say('title'), say('state')],
      [
        ...secrets.map(({ name, title, known, optional }) =>
          row(name, legible(title), say(known ? 'known' : optional ? 'missingOptional' : 'missing')),
        ),
        ...unasked.map((name) => row(name, '', say('unasked'))),
      ],
    ),
  )
}

/** @throws workspace.secret-missing where nothing was given */
export async function changeSecret(
  { workspaces }: Contract,
  context: CommandContext,
  { id, secrets }: Workspace,
  name: string,
): Promise<void> {
  if (!secrets.some((one) => one.name === name))
    throw new AppError('workspace.unknown-secret', { params: { name: name.slice(0, 80) } })
  const [value = ''] = await (context.ask ?? askHidden())([name])
  if (value === '') throw new AppError('workspace.secret-missing', { params: { name } })
  await workspaces.setSecret({ id, name, value })
  context.print(context.json ? toJson({ kept: name }) : wordsIn(context.language).say('kept', { what: name }))
}

export async function forgetSecret(
  { workspaces }: Contract,
  context: CommandContext,
  { id }: Workspace,
  name: string,
): Promise<void> {
  await workspaces.forgetSecret({ id, name })
  context.print(
    context.json ? toJson({ forgotten: name }) : wordsIn(context.language).say('forgotten', { what: name }),
  )
}

/**
 * Of `open`: those named as `secret=<name>`, in that order; at a terminal those besides that it does not start without.
 */
export async function readSecrets(
  { workspaces }: Contract,
  context: CommandContext,
  id: string,
  { secrets }: WorkspaceReview,
  args: readonly string[],
): Promise<void> {
  const named = args.filter((one) => one.startsWith('secret=')).map((one) => one.slice('secret='.length))
  const missing = secrets.filter(({ known, optional }) => !known && !optional).map(({ name }) => name)
  const asked = context.json || !canAsk() ? named : [...new Set([...named, ...missing])]
  const values = await (context.ask ?? askHidden())(asked)
  for (const [at, name] of asked.entries()) {
    const value = values[at] ?? ''
    if (value !== '') await workspaces.setSecret({ id, name, value })
  }
}
