// Which variables look as if they held a secret.
import type { EnvVariable } from './model'

const telling = /pass|secret|token|key|credential|private|auth|cookie|session|salt|dsn/i
/** `postgres://user:password@host` in a variable of any name. */
const urlWithPassword = /:\/\/[^/\s:@]*:[^/\s@]+@/

export const isSecret = ({ name, value }: EnvVariable): boolean =>
  value !== '' && (telling.test(name) || urlWithPassword.test(value))
