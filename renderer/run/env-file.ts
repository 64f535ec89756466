// Files of variables and labels as `docker run` reads them: one in each line, nothing quoted.
import { newEnv, type EnvRow, type FileRow, type RunForm } from './form'

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
export function withFile(form: RunForm, { key, flag }: FileRow, text: string): RunForm {
  const files = form.files.filter((other) => other.key !== key)
  const rows = [...new Map(readEnvFile(text).map((row) => [row.name, row])).values()]
  const besides = (own: readonly EnvRow[]): EnvRow[] => [
    ...rows.filter(({ name }) => !own.some((row) => row.name === name)),
    ...own,
  ]
  if (flag === 'env-file') return { ...form, files, env: besides(form.env) }
  const labels = besides(form.more.labels).map(({ asked: _asked, ...row }) => row)
  return { ...form, files, more: { ...form.more, labels } }
}
