// What every call of the contract takes.

/** Every call can be given up; giving up is not an error. */
export interface Cancellable {
  readonly signal?: AbortSignal
}
