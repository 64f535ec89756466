// What serves the shared folders of a VM that runs: it ends with the VM, and people are told when one ends before it.
import { AppError } from '../../../preload/errors'
import { endsWithin } from '../../base/ends-within'
import type { StartContext } from '../driver'
import type { Helper } from './hypervisor'
import type { VmMachine } from './vm-options'
import { vmEndGraceMs, type VmProcess } from './vm-process'

export interface ServedParts {
  readonly vm: Pick<VmProcess, 'ended'>
  readonly helpers: readonly Helper[]
  /** Tells people, also long after the start. */
  readonly notice: StartContext['notice']
}

export interface ShareServers {
  add(helpers: readonly Helper[]): void
  /** Their devices are taken out of the VM, so they end and nobody needs to hear of it. */
  expectEnd(): void
  /** The error of a folder whose server ended too early: whatever looks into the folder waits until the VM ends. */
  lost(): AppError | undefined
  stop(): Promise<void>
}

/** `isEnding` says whether the VM was asked to end. */
export function shareServers(
  { shares, log }: Pick<VmMachine, 'shares' | 'log'>,
  { vm, helpers, notice }: ServedParts,
  isEnding: () => boolean,
): ShareServers {
  const all: Helper[] = []
  const needed = new Set<Helper>()
  let lost: AppError | undefined
  const ended = async (helper: Helper): Promise<void> => {
    if (!needed.has(helper)) return
    const folder = shares.find(({ tag }) => tag === helper.tag)?.path ?? helper.tag
    const error = new AppError('machine.share-lost', { params: { folder } })
    lost ??= error
    // They end with the VM, whose own end is what counts then.
    if ((await endsWithin(vm.ended, vmEndGraceMs)) || isEnding()) return
    log.error('a shared folder is not served any more', error)
    notice(error)
  }
  const add = (more: readonly Helper[]): void => {
    for (const helper of more) {
      all.push(helper)
      needed.add(helper)
      void helper.ended.then(() => ended(helper))
    }
  }
  add(helpers)
  return {
    add,
    expectEnd: () => needed.clear(),
    lost: () => lost,
    stop: async () => {
      needed.clear()
      for (const helper of all) await helper.stop()
    },
  }
}
