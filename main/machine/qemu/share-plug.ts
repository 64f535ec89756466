// Takes the devices of shared folders out of a QEMU VM that runs, and puts them in: a VM is saved without them.
import { until } from '../../base/until'
import { shareFiles, type MachineFiles } from '../vm/machine-files'
import type { SharePlug } from '../vm/hypervisor'
import { isShareTag } from '../vm/shares'
import { shareDevice } from './command-line'
import { withQmp, type Qmp } from './qmp'

const outDeadlineMs = 20_000
const lookEveryMs = 20

export const sharePlug: SharePlug = {
  takeOut: ({ controlSocket }: MachineFiles) =>
    withQmp(controlSocket, async (qmp) => {
      const tags = await present(qmp)
      for (const id of tags) await qmp.execute('device_del', { id })
      // The guest is asked, and agrees when it has let go of the device.
      await until(async () => ((await present(qmp)).length === 0 ? true : undefined), {
        deadlineMs: outDeadlineMs,
        everyMs: lookEveryMs,
        waitingFor: 'the guest to let go of its shared folders',
      })
      const channels = (await qmp.execute('query-chardev')) as { label: string }[]
      for (const { label } of channels) if (tags.includes(label)) await removeChannel(qmp, label)
    }),
  putIn: ({ files, paths }, shares) =>
    withQmp(files.controlSocket, async (qmp) => {
      const there = await present(qmp)
      for (const share of shares.filter(({ tag }) => !there.includes(tag))) {
        if (share.way === 'virtiofs') await addChannel(qmp, share.tag, shareFiles(paths, share.tag).socket)
        await qmp.execute('device_add', shareDevice(share))
      }
    }),
}

async function addChannel(qmp: Qmp, id: string, path: string): Promise<void> {
  const data = { addr: { type: 'unix', data: { path } }, server: false }
  await qmp.execute('chardev-add', { id, backend: { type: 'socket', data } })
}

/** QEMU lets go of a device's channel a moment after the device itself is gone, and refuses until then. */
const removeChannel = (qmp: Qmp, id: string): Promise<true> =>
  until<true>(
    async (): Promise<true> => {
      await qmp.execute('chardev-remove', { id })
      return true
    },
    { deadlineMs: outDeadlineMs, everyMs: lookEveryMs, waitingFor: 'QEMU to let go of a shared folder' },
  )

/** Tags of the folders whose devices are in the VM: the devices carry them as their names. */
async function present(qmp: Qmp): Promise<string[]> {
  const list = (await qmp.execute('qom-list', { path: '/machine/peripheral' })) as { name: string }[]
  return list.map(({ name }) => name).filter(isShareTag)
}
