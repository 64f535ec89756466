// Which variables look as if they held a secret.
import type { EnvVariable } from './model'

const telling = /pass|_pwd|secret|token|key(?!board|space)|credential|private|auth|cookie|session|salt|dsn/i
/** `postgres://user:password@host` in a variable of any name. */
const urlWithPassword = /:\/\/[^/\s:@]*:[^/\s@]+@/

/** Whether it is to be hidden while it is typed. */
export const willBeSecret = ({ name, value }: EnvVariable): boolean =>
  telling.test(name) || urlWithPassword.test(value)

export const isSecret = ({ name, value }: EnvVariable): boolean =>
  value !== '' && willBeSecret({ name, value })
