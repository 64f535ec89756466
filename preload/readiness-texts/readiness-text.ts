// The shape of one entry in the table of what a readiness check can find.

export interface ReadinessWords {
  /** `{name}` is filled from params. */
  readonly title: string
  /** What it means, and what to do where no button can do it. */
  readonly text: string
}

export interface ReadinessText {
  readonly en: ReadinessWords
  readonly ko: ReadinessWords
}

/** Keeps the literal keys. */
export const readinessFamily = <Code extends string>(
  texts: Record<Code, ReadinessText>,
): Record<Code, ReadinessText> => texts
