// PS-3xxx: Docker Engine and its connection.
import { errorFamily } from './error-text'

export const engineErrors = errorFamily({})
