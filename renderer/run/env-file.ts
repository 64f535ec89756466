// Files as `docker run` reads them: of variables and labels one in each line, nothing quoted; and profiles of seccomp.
import { withProfile } from './also/flags'
import { newAlso, newEnv, type EnvRow, type FileRow, type RunForm } from './form'

/** A name alone takes its value from the shell, which is not here: it is asked for. */
export function readEnvFile(text: string): EnvRow[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf('=')
      return at < 0
        ? { ...newEnv(line.trimEnd()), asked: `$${line.trimEnd()}` }
        : newEnv(line.slice(0, at), line.slice(at + 1))
    })
}

/** What the command itself says counts before what its files say. */
export function withFile(form: RunForm, row: FileRow, text: string): RunForm {
  const { key, flag } = row
  const files = form.files.filter((other) => other.key !== key)
  if (flag === 'security-opt') return withRules(form, row, files, text)
  const rows = [...new Map(readEnvFile(text).map((row) => [row.name, row])).values()]
  const besides = (own: readonly EnvRow[]): EnvRow[] => [
    ...rows.filter(({ name }) => !own.some((row) => row.name === name)),
    ...own,
  ]
  if (flag === 'env-file') return { ...form, files, env: besides(form.env) }
  const labels = besides(form.more.labels).map(({ asked: _asked, ...row }) => row)
  return { ...form, files, more: { ...form.more, labels } }
}

/** Where the chosen file is no profile, another one is asked for. */
function withRules(form: RunForm, { key, path }: FileRow, others: readonly FileRow[], text: string): RunForm {
  const flag = withProfile(path, text)
  if (flag) return { ...form, files: others, also: [...form.also, { ...newAlso(flag.name), ...flag }] }
  return { ...form, files: form.files.map((row) => (row.key === key ? { ...row, wrong: true } : row)) }
}
