// Columns of text, as wide as their widest cell; Korean and other wide characters count as two.

export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  formatColumns([head, ...rows])

/** The same without a head. */
export function formatColumns(rows: readonly (readonly string[])[], between = '   '): string {
  const all = rows.map((row) => row.map(printable))
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
        .join(between)
        .trimEnd(),
    )
    .join('\n')
}

/** Names come from images and labels: control characters must not reach the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\uFFFD')

/** East Asian wide and full-width characters take two columns (Unicode Standard Annex 11, main ranges). */
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u

const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0)
