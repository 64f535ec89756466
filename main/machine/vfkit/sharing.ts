// Shared folders of a vfkit VM: macOS serves them itself, so no process is started.
import { AppError } from '../../../preload/errors'
import type { Sharing } from '../vm/hypervisor'
import { isPlain } from './command-line'

export const sharing: Sharing = {
  way: async () => 'virtiofs',
  start: async ({ shares }) => ({
    shares: shares.filter(({ path }) => isPlain(path)),
    helpers: [],
    notices: shares
      .filter(({ path }) => !isPlain(path))
      .map(
        ({ path }) =>
          new AppError('machine.share-failed', {
            params: { folder: path },
            detail: 'vfkit takes no path with a comma or a quotation mark',
          }),
      ),
  }),
}
