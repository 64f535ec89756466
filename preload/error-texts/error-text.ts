// The shape of one entry in the table of error texts.

/** A button beside an error: a contract call as data. `params` of the error may fill its arguments. */
export interface RemedyAction {
  readonly service: string
  readonly method: string
  /** Names of the error's params that become the call's argument of the same name. */
  readonly args?: readonly string[]
  readonly label: { readonly en: string; readonly ko: string }
}

export interface ErrorWords {
  /** What happened: a sentence with a subject. `{name}` is filled from params; `{port:을/를}` adds a Korean particle. */
  readonly title: string
  /** Why it happened. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
}

export interface ErrorText {
  /** Stable number for search and support, e.g. `PS-2001`. */
  readonly number: `PS-${number}`
  readonly en: ErrorWords
  readonly ko: ErrorWords
  readonly action?: RemedyAction
}

/** Keeps the literal keys of a family of errors, so that codes are checked. */
export const errorFamily = <Code extends string>(texts: Record<Code, ErrorText>): Record<Code, ErrorText> =>
  texts
