// Begins restore points of volumes; how each goes is told above the list.
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

export const backUp = (id: string): void => void contract().volumes.backUp({ id }).catch(reportError)
