// Files as `docker run` reads them: of variables and labels one in each line, nothing quoted; and profiles of seccomp.
import { withProfile } from './also/flags'
import { newAlso, newEnv, type EnvRow, type FileRow, type RunForm } from './form'

const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())

const isRead = (line: string): boolean => line !== '' && !line.startsWith('#')

/** The first line that `docker` refuses; the same lines hold labels in other files. */
export function badLineOf(text: string): { readonly line: number; readonly text: string } | undefined {
  const lines = linesOf(text)
  const at = lines.findIndex((line) => isRead(line) && !/^[^\s=]+(?:=|\s*$)/.test(line))
  return at < 0 ? undefined : { line: at + 1, text: (lines[at] ?? '').slice(0, 80) }
}

/** A name alone takes its value from the shell, which is not here: it is asked for. */
export const readEnvFile = (text: string): EnvRow[] =>
  linesOf(text)
    .filter(isRead)
    .map((line) => {
      const at = line.indexOf('=')
      return at < 0
        ? { ...newEnv(line.trimEnd()), asked: `$${line.trimEnd()}` }
        : newEnv(line.slice(0, at), line.slice(at + 1))
    })

/** What the command itself says counts before what its files say, and of these the last one. */
export function withFile(form: RunForm, row: FileRow, text: string): RunForm {
  const { key, flag } = row
  const files = form.files.filter((other) => other.key !== key)
  if (flag === 'security-opt') return withRules(form, row, files, text)
  if (badLineOf(text)) return { ...form, files: wrongly(form.files, key) }
  const all = readEnvFile(text).map((row) => ({ ...row, given: row.name, ofFile: key }))
  const besides = (rows: readonly EnvRow[], own: readonly EnvRow[]): EnvRow[] => {
    const counts = (row: EnvRow, other: EnvRow): boolean =>
      row.name !== other.name || (row.ofFile ?? Infinity) > (other.ofFile ?? Infinity)
    const read = [...new Map(rows.map((row) => [row.name, row])).values()]
    return [
      ...read.filter((row) => own.every((other) => counts(row, other))),
      ...own.filter((row) => read.every((other) => row.ofFile === undefined || counts(row, other))),
    ]
  }
  if (flag === 'env-file') return { ...form, files, env: besides(all, form.env) }
  // No shell is asked for the value of a label.
  const labels = all.filter(({ asked }) => asked === undefined)
  return { ...form, files, more: { ...form.more, labels: besides(labels, form.more.labels) } }
}

const wrongly = (files: readonly FileRow[], key: number): FileRow[] =>
  files.map((row) => (row.key === key ? { ...row, wrong: true } : row))

/** Where the chosen file is no profile, another one is asked for. */
function withRules(form: RunForm, { key, path }: FileRow, others: readonly FileRow[], text: string): RunForm {
  const flag = withProfile(path, text)
  if (flag) return { ...form, files: others, also: [...form.also, { ...newAlso(flag.name), ...flag }] }
  return { ...form, files: wrongly(form.files, key) }
}
