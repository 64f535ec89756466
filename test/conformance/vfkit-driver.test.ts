// The driver suite on vfkit's emulator, which boots the same devices in QEMU.
import { join } from 'node:path'
import { silentLog } from '../../main/base/log'
import { pathsOf } from '../../main/base/paths'
import { until } from '../../main/base/until'
import type { DriverOptions } from '../../main/machine/create-driver'
import type { MachineConfig } from '../../main/machine/driver'
import { describeDriver } from './driver-suite'
import { processesOf, vmFixture } from './vm-fixture'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

process.env.PORTSIDE_REAL_GVPROXY = join(root, 'out/tools/gvproxy')

const optionsFor = (home: string, config: MachineConfig): DriverOptions => ({
  kind: 'vfkit',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: join(root, 'test/emulators/vfkit/bin'),
  log: silentLog,
  config: async () => config,
})

/** The emulator's own processes are ended by the kernel once it is gone, which takes a moment; vfkit has none. */
const settled = (home: string): Promise<true> =>
  until<true>(
    async () => {
      const commands = (await processesOf(home)).map(({ command }) => command)
      const count = (name: string): number => commands.filter((command) => command.includes(name)).length
      const left =
        count('qemu-system') > count('vfkit.mjs') || (count('vfkit.mjs') === 0 && count('virtiofsd') > 0)
      return left ? undefined : true
    },
    { deadlineMs: 60_000, waitingFor: 'what an emulator that is gone has started to end' },
  )

describeDriver(
  'vfkit',
  async () => {
    // Which system starts is decided by main/machine/vm for every hypervisor alike; the QEMU suite shows it.
    const { withSystem: _shownByQemu, ...fixture } = await vmFixture(optionsFor, 'vfkit.mjs', settled)
    // Its connections are gvproxy's, as QEMU's are, whose suite streams more.
    return { ...fixture, streamedMebibytes: 10 }
  },
  // The same Linux runs in both, main/machine/vm keeps the list for both, and the emulator serves folders by the same
  // program as QEMU.
  ['Linux', 'settings of the engine', 'shared files', 'list of shared folders'],
)
