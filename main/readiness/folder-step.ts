// Asks whether containers may see the person's own folders: a project on this computer works in none otherwise.
import type { Finding, Step } from './step'

export const folders: Step = {
  id: 'folders',
  applicable: (computer) => computer.folders !== undefined,
  check: async ({ folders: known, userHome, platform }): Promise<Finding> => {
    const shared = known?.shared() ?? []
    if (known && shared.length > 0) {
      // A Mac has no virtiofsd that could be installed.
      const slow = platform === 'linux' && (await known.way()) === '9p'
      const outcome = slow ? 'folders.shared-slowly' : 'folders.shared'
      return { state: slow ? 'note' : 'ok', outcome, params: { folders: shared.join(', ') } }
    }
    return {
      state: 'note',
      outcome: 'folders.none',
      params: { home: userHome },
      fixes: [{ kind: 'share-home', elevates: false, aboutSeconds: 10 }],
    }
  },
  fix: async ({ folders: known, userHome }, _kind, { signal }) => known?.share(userHome, signal),
}
