// What is told of a shared folder whose server ends, and what is not.
import { beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { until } from '../../../main/base/until'
import type { Helper } from '../../../main/machine/vm/hypervisor'
import { shareServers } from '../../../main/machine/vm/share-servers'
import type { AppError } from '../../../preload/errors'

const shares = [{ tag: 'share-1', path: '/home/kim', writable: true, way: 'virtiofs' as const }]
let told: AppError[]
let stopped: string[]
beforeEach(() => {
  told = []
  stopped = []
})

function server(tag: string): Helper & { end(): void } {
  let end!: () => void
  const ended = new Promise<void>((resolve) => (end = resolve))
  return { tag, ended, end, stop: async () => void stopped.push(tag) }
}

/** A VM that runs until `endVm`. */
function serve(helpers: readonly Helper[]) {
  let endVm!: (reason: string) => void
  const vm = { ended: new Promise<string>((resolve) => (endVm = resolve)) }
  const notice = (what: AppError): void => void told.push(what)
  return { endVm, servers: shareServers({ shares, log: silentLog }, { vm, helpers, notice }, () => false) }
}

const untilTold = () => until(() => told[0], { deadlineMs: 20_000, everyMs: 5, waitingFor: 'the notice' })

it('is told once when it ends although the machine runs, and remembered', async () => {
  const one = server('share-1')
  const { servers } = serve([one])
  expect(servers.lost()).toBeUndefined()
  one.end()
  expect(await untilTold()).toMatchObject({ code: 'machine.share-lost', params: { folder: '/home/kim' } })
  expect(servers.lost()).toBe(told[0])
  await servers.stop()
  expect(stopped).toEqual(['share-1'])
  expect(told).toHaveLength(1)
})

it('is told of one that came later, and not of those that were expected to end', async () => {
  const [before, after] = [server('share-1'), server('share-1')]
  const { servers } = serve([before])
  servers.expectEnd()
  before.end()
  servers.add([after])
  await before.ended
  expect(servers.lost()).toBeUndefined()
  after.end()
  await untilTold()
  expect(told).toHaveLength(1)
})

it('is not told when it ends with the machine', async () => {
  const [ofIt, other] = [server('share-1'), server('share-1')]
  const one = serve([ofIt])
  one.endVm('exit code 0')
  ofIt.end()
  const another = serve([other])
  other.end()
  await untilTold()
  expect(told).toHaveLength(1)
  expect(another.servers.lost()).toBe(told[0])
})
