// PS-6xxx: ports of this computer.
import { errorFamily } from './error-text'

export const portErrors = errorFamily({})
