// Opens a shell of a container in a window of this computer's own terminal program.
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { chosenUser } from './chosen-user'

/** As a person chose last for such containers, unless told. */
export const openOutside = (containerId: string, { user } = { user: chosenUser(containerId) }): void =>
  void contract()
    .terminals.openOutside({ containerId, ...(user === undefined ? {} : { user }) })
    .catch(reportError)
