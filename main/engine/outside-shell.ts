// The `docker` command that opens the same shell as the app's terminal, for a terminal program of this computer.
import type Docker from 'dockerode'
import { terminalEnv, type OpenShell } from './shell'

/** Opens `docker` with these arguments in a window with this title. @throws host.* */
export type OpenOutside = (asked: {
  readonly title: string
  readonly args: readonly string[]
}) => Promise<void>

/** Arguments of `docker`: by the id, which is nothing but digits and letters, whatever the container is called. */
export async function shellOutside(
  container: Docker.Container,
  { asUser, command }: Pick<OpenShell, 'asUser' | 'command'>,
  endpoint: string,
): Promise<string[]> {
  const { Id: id, Config: config } = await container.inspect()
  const ownLanguage = (config.Env ?? []).some((one) => /^LANG=./.test(one))
  const env = [...terminalEnv, ...(ownLanguage ? [] : ['LANG=C.UTF-8'])]
  return [
    ...['--host', endpoint, 'exec', '--interactive', '--tty'],
    ...env.flatMap((one) => ['--env', one]),
    // In one word: a user may begin with anything.
    ...(asUser === undefined ? [] : [`--user=${asUser}`]),
    id,
    ...command,
  ]
}
