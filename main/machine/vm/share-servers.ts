// What serves the shared folders of a VM that runs: it ends with the VM, and people are told when one ends before it.
import { AppError } from '../../../preload/errors'
import type { Helper } from './hypervisor'
import type { Share } from './shares'

export interface ShareServers {
  add(helpers: readonly Helper[]): void
  /** Their devices are taken out of the VM, so they end and nobody needs to hear of it. */
  expectEnd(): void
  /** The error of a folder whose server ended too early: whatever looks into the folder waits until the VM ends. */
  lost(): AppError | undefined
  stop(): Promise<void>
}

/** `onLost` is called once for each that ends although the VM has need of it. */
export function shareServers(shares: readonly Share[], onLost: (what: AppError) => void): ShareServers {
  const all: Helper[] = []
  const needed = new Set<Helper>()
  let lost: AppError | undefined
  const ended = (helper: Helper): void => {
    if (!needed.delete(helper)) return
    const folder = shares.find(({ tag }) => tag === helper.tag)?.path ?? helper.tag
    const error = new AppError('machine.share-lost', { params: { folder } })
    lost ??= error
    onLost(error)
  }
  return {
    add: (helpers) => {
      for (const helper of helpers) {
        all.push(helper)
        needed.add(helper)
        void helper.ended.then(() => ended(helper))
      }
    },
    expectEnd: () => needed.clear(),
    lost: () => lost,
    stop: async () => {
      needed.clear()
      for (const helper of all) await helper.stop()
    },
  }
}
