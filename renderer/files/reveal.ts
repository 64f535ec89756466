// Shows a file that is on this computer in its file manager.
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

export const reveal = (containerId: string, path: string): void =>
  void contract().containerFiles.reveal({ containerId, path }).catch(reportError)
