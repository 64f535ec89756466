// What a secret looks like: by the name of the variable or option, or by itself.

const secretName =
  /pass(word|wd|phrase)?$|(^|_)(pass|pwd|pw)(_|$)|password|secret|token|api_?key|access_?key|private|credential|auth(_|$)|_key$|dsn$|certificate/i
/** Public names that only look like one. */
const harmless = /^(.*_)?(auth_(mode|type|url|host|plugin)|token_(ttl|url|type)|public_key|.*_file)$/i
const secretLook: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^(sk|pk|rk)_(live|test)_\w{16,}$/,
  /^gh[pousr]_\w{30,}$/,
  /^AKIA[0-9A-Z]{16}$/,
  /^xox[abpr]-[\w-]{10,}$/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i,
]

export const looksSecret = (name: string, value: string): boolean =>
  value !== '' &&
  ((secretName.test(name) && !harmless.test(name) && !/^(true|false|yes|no|\d{1,2})$/i.test(value)) ||
    secretLook.some((look) => look.test(value)))
