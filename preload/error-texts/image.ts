// PS-5xxx: images and downloading them.
import { errorFamily } from './error-text'

export const imageErrors = errorFamily({})
