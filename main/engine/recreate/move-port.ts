// Gives a container another port of this computer, in the only way the engine has: a new container in its place.
import { AppError } from '../../../preload/errors'
import type { PortBinding } from '../../../preload/model'
import type { Calls } from '../calls'
import { toAppError } from '../engine-words'
import { isOwnRefusal, isUp, nameOf, replaceContainer, sameReplacement, wordsOf, type Tools } from './replace'

export interface PortMove {
  readonly id: string
  readonly binding: PortBinding
  readonly toPort: number
  /** Start the container even if it does not run now. */
  readonly start: boolean
  /** Set on the moved container besides those that it has. */
  readonly labels?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Once begun it is not given up. @throws port.move-failed */
export async function movePort(calls: Calls, tools: Tools, move: PortMove, name: string): Promise<void> {
  const { id, binding, toPort, start, labels, signal } = move
  await calls.call({ container: name }, async (docker) => {
    signal?.throwIfAborted()
    const info = await docker.getContainer(id).inspect()
    const params = { container: nameOf(info), port: toPort }
    if (info.HostConfig.AutoRemove) throw new AppError('port.move-failed', { params })
    const ports = movedPorts((info.HostConfig.PortBindings ?? {}) as PortMap, binding, toPort)
    if (!ports) throw new AppError('port.conflict-gone')
    const replacement = await sameReplacement(docker, info, { ports, ...(labels ? { labels } : {}) })
    try {
      await replaceContainer(docker, tools, info, { ...replacement, start: start || isUp(info) })
    } catch (error) {
      if (isOwnRefusal(error)) throw error
      const cause = toAppError(error, calls.asked({ container: nameOf(info) }))
      throw new AppError('port.move-failed', { params, detail: wordsOf(cause), cause })
    }
  })
}

type HostPort = { readonly HostIp?: string; readonly HostPort?: string }
type PortMap = Readonly<Record<string, readonly HostPort[] | null>>

/** Both families of one binding move together. Undefined when the container does not ask for it any more. */
function movedPorts(
  map: PortMap,
  binding: PortBinding,
  toPort: number,
): Record<string, HostPort[]> | undefined {
  const key = `${binding.containerPort}/${binding.protocol}`
  let found = false
  const moved = Object.entries(map).map(([inside, outside]): [string, HostPort[]] => [
    inside,
    (outside ?? []).map((one) => {
      if (inside !== key || !asksFor(one, binding)) return one
      found = true
      return { ...one, HostPort: String(toPort) }
    }),
  ])
  return found ? Object.fromEntries(moved) : undefined
}

function asksFor({ HostIp: address = '', HostPort: port = '' }: HostPort, binding: PortBinding): boolean {
  const all = ['', '0.0.0.0', '::']
  const samePlace =
    address === binding.hostAddress || (all.includes(address) && all.includes(binding.hostAddress))
  const [first, last = first] = port.split('-').map(Number)
  return samePlace && first !== undefined && binding.hostPort >= first && binding.hostPort <= (last ?? first)
}
