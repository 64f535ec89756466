// PS-4xxx: containers and running them.
import { errorFamily } from './error-text'

export const containerErrors = errorFamily({})
