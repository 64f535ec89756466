// Gives a file a name that nobody has: of several who want it at once exactly one gets it, with the content complete.
import { link } from 'node:fs/promises'

/** Whether `file` is `draft` now; false where somebody has the name. @throws as link(2), where the disk knows no hard links */
export async function linkNew(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
