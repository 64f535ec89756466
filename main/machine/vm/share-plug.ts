// A VM is saved without its shared folders: what serves them knows nothing of what goes on later. The guest lets go of
// them before, which it can while no container uses one, and mounts them again afterwards.
import { AppError } from '../../../preload/errors'
import { until } from '../../base/until'
import type { GuestAgent } from '../guest-agent'
import type { StartedShares } from './hypervisor'
import type { RunningVm } from './running-vm'
import { failedShares, type Share } from './shares'
import type { VmMachine } from './vm-options'

const guestDeadlineMs = 20_000
const inGuest = (command: string): string =>
  `mode=vm; cd /usr/lib/portside && . ./report.sh && . ./shares.sh && ${command}`

/**
 * @throws machine.save-shares when something in the machine uses one: all of them stay then; machine.share-lost when one
 * is not served any more
 */
export async function takeSharesOut(
  { agent, helpers }: Pick<RunningVm, 'agent' | 'helpers'>,
  machine: VmMachine,
): Promise<void> {
  const { shares, files, hypervisor } = machine
  if (shares.length === 0) return
  const plug = hypervisor.sharing?.plug
  if (!plug) throw new AppError('machine.save-shares')
  // The guest would wait for its server to let go of it, and everything else for the guest.
  const lost = helpers.lost()
  if (lost) throw lost
  const { exitCode, text } = await ask(agent, 'release_shares')
  if (exitCode !== 0) throw new AppError('machine.save-shares', { detail: text.trim() })
  helpers.expectEnd()
  await plug.takeOut(files)
}

/** Whatever of them is in the VM already stays. What cannot be served or mounted is told. @throws the abort reason */
export async function putSharesIn(
  agent: GuestAgent,
  machine: VmMachine,
  signal: AbortSignal,
): Promise<Pick<StartedShares, 'helpers' | 'notices'>> {
  const { shares, hypervisor } = machine
  const { sharing } = hypervisor
  if (!sharing?.plug || shares.length === 0 || (await areMounted(agent, shares)))
    return { helpers: [], notices: [] }
  const served = await sharing.start(machine, signal)
  const notices = [...served.notices]
  try {
    await sharing.plug.putIn(machine, served.shares)
    await until(async () => ((await areSeen(agent, served.shares)) ? true : undefined), {
      deadlineMs: guestDeadlineMs,
      everyMs: 50,
      signal,
      waitingFor: 'the guest to see its shared folders',
    })
    await ask(agent, 'use_shares')
    notices.push(...(await failedShares(agent, served.shares)))
  } catch (error) {
    if (signal.aborted) for (const helper of served.helpers) await helper.stop()
    signal.throwIfAborted()
    notices.push(
      ...served.shares.map(
        ({ path }) =>
          new AppError('machine.share-failed', { params: { folder: path }, detail: String(error) }),
      ),
    )
  }
  return { helpers: served.helpers, notices }
}

const ask = (agent: GuestAgent, command: string) =>
  agent.request('exec', inGuest(command), { deadlineMs: guestDeadlineMs })

/** Whether the guest still has them: then they were never let go of. */
async function areMounted(agent: GuestAgent, shares: readonly Share[]): Promise<boolean> {
  const { exitCode, text } = await agent.request('exec', 'cat /proc/self/mountinfo', {
    deadlineMs: guestDeadlineMs,
  })
  return exitCode === 0 && shares.some(({ tag, way }) => text.includes(` - ${way} ${tag} `))
}

/** Those of 9p end with a NUL. */
const seenTags =
  "cat /sys/fs/virtiofs/*/tag /sys/bus/virtio/drivers/9pnet_virtio/*/mount_tag 2>/dev/null | tr '\\0' '\\n'"

async function areSeen(agent: GuestAgent, shares: readonly Share[]): Promise<boolean> {
  const { text } = await agent.request('exec', seenTags, { deadlineMs: guestDeadlineMs })
  const seen = text.split('\n')
  return shares.every(({ tag }) => seen.includes(tag))
}
