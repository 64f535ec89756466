// PS-2xxx: the virtual machine that runs the engine.
import { errorFamily } from './error-text'

export const machineErrors = errorFamily({})
