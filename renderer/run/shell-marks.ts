// What only a shell could work out (`$(pwd)`, `$HOME`, `%cd%`) stands in words as marks: no colon or comma of it divides
// anything, and it is never taken for what it says. Marks are characters that no text has.

const [open, close] = ['\uFDD0', '\uFDD1']
const marks = /\uFDD0([0-9a-f]*)\uFDD1/g

export const mark = (text: string): string => {
  const codes = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, '0'),
  )
  return open + codes.join('') + close
}

export const hasMarks = (text: string): boolean => text.includes(open)

export const withoutMarks = (text: string): string => text.replace(/[\uFDD0\uFDD1]/g, '')

/** With the marks as they were written. */
export const asWritten = (text: string): string =>
  text.replace(marks, (_mark, hex: string) =>
    (hex.match(/.{4}/g) ?? []).map((code) => String.fromCharCode(Number.parseInt(code, 16))).join(''),
  )

/** The length of what a shell works out at the beginning of the text: `$NAME`, `${NAME}`, `$(command)`; 0 for none. */
export function workedOut(text: string): number {
  const name = /^\$(?:(?:env:)?[A-Za-z_]\w*|\{[^}]*\}|[?$!@*0-9])/i.exec(text)
  if (name) return name[0].length
  if (!text.startsWith('$(')) return 0
  let depth = 0
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return 0
}
