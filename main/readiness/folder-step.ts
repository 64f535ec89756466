// Asks whether containers may see the person's own folders: a project on this computer works in none otherwise.
import type { Finding, Step } from './step'

export const folders: Step = {
  id: 'folders',
  applicable: (computer) => computer.folders !== undefined,
  check: async ({ folders: known, userHome }): Promise<Finding> => {
    const shared = known?.shared() ?? []
    if (shared.length > 0)
      return { state: 'ok', outcome: 'folders.shared', params: { folders: shared.join(', ') } }
    return {
      state: 'note',
      outcome: 'folders.none',
      params: { home: userHome },
      fixes: [{ kind: 'share-home', elevates: false, aboutSeconds: 10 }],
    }
  },
  fix: async ({ folders: known, userHome }, _kind, { signal }) => known?.share(userHome, signal),
}
