// `portside compose logs`: what the containers of a project wrote, in the order of time.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { LogLine } from '../../preload/model'
import { first, type CommandContext } from './command'

const lastLines = 200

export async function composeLogs(
  services: Contract,
  context: CommandContext,
  project: string,
  wanted: readonly string[],
): Promise<void> {
  const containers = (await first(services.containers.watchContainers())).filter(
    (one) => one.project === project && (wanted.length === 0 || wanted.includes(one.service ?? '')),
  )
  if (containers.length === 0) throw new AppError('compose.no-project', { params: { project } })
  const width = Math.max(...containers.map(({ name }) => name.length))
  const tell = (name: string, line: LogLine): void =>
    context.print(
      // One object a line, as programs read streams.
      context.json ? JSON.stringify({ container: name, ...line }) : `${name.padEnd(width)} | ${line.text}`,
    )
  const follow = context.options.follow === true
  const all: { readonly name: string; readonly line: LogLine }[] = []
  await Promise.all(
    containers.map(async ({ id, name }) => {
      for await (const lines of services.containers.watchLogs({ id, tail: lastLines, follow }))
        for (const line of lines)
          if (follow) tell(name, line)
          else all.push({ name, line })
    }),
  )
  all.sort((a, b) => (a.line.at < b.line.at ? -1 : 1))
  for (const { name, line } of all) tell(name, line)
}
