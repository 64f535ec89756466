// Texts in a compose file, where `$$` stands for a `$`.

/** As they are meant; everything that is no text stays. */
export const plainTexts = (value: unknown): unknown =>
  eachText(value, (text) => text.replaceAll('$$', () => '$'))

/** So that Compose fills in nothing. */
export const writtenTexts = (value: unknown): unknown =>
  eachText(value, (text) => text.replaceAll('$', () => '$$'))

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => eachText(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, eachText(one, change)]))
}
