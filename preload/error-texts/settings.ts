// PS-7xxx: settings.
import { errorFamily } from './error-text'

export const settingsErrors = errorFamily({})
