// What a secret looks like: by the name of the variable or option, or by the value itself. Nothing else decides it.
import type { EnvVariable } from './model'

/** A name with these holds nothing but a secret: `PGPASSWORD`, `jwtSecretKey`, `MYSQL_PWD`, `requirepass`. */
const strong = /passw(or)?d|passphrase|secret|(^|_)(pass|pwd|pw)(_|$)|(?<!com|by|tres|sur)pass$|pwd$/
/** With these mostly one, wherever they stand. */
const weak =
  /credential|api_?key|access_?key|auth_?token|token$|(^|_)(creds?|tokens?|keys?|salt|pepper|signing|dsn)(_|$)/
/** With these only at the end: `REDIS_AUTH`, `masterauth`, but not `AUTH_DOMAINS`. */
const weakEnd = /(^|_)(auth|private|cookie|session|certificate)$|(?<!(^|_)o|no)auth$/
/** What the last word says is about a secret, and none: `TOKEN_TTL`, `SECRET_NAME`. */
const aboutOne =
  /^(type|mode|method|plugin|driver|provider|store|backend|url|uri|host|port|domain|endpoint|path|file|dir|folder|name|user|username|ttl|timeout|expiry|expires|expiration|lifetime|age|days|hours|minutes|seconds|enabled|disabled|required|issuer|audience|algorithm|alg|scheme|realm|header|prefix|length|size|rounds|iterations|strategy|policy|format|version|count|limit|min|max|samesite|secure|httponly|region|encoding|rotation|id)$/
/** Keys that open nothing. */
const openKey = /(^|_)(public|primary|foreign|partition|sort|shard|cache|routing|index|object|hot|row)_keys?$/
/** How many words a language model may read or write. */
const countOfWords = /(^|_)(max|min|num|total)_([a-z]+_){0,3}tokens$/
/** By which keys what is downloaded was signed, as official images tell: `GPG_KEY` of python. */
const signersName = /(^|_)[gp]pg_keys?$/
const fingerprints = /^(?:(?:0x)?[0-9a-f]{40}[\s,]*)+$/i
/** An id by which a cloud knows who asks: with its other half in most files. */
const halfOfOne = /(access_?key|secret)_?id$/

/** Says yes, no, or how many; four digits are a password that people choose. */
const switchedTo = /^(true|false|yes|no|\d{1,2})$/i
/** Ways to log in and to sign, of which nobody has to be afraid. */
const wayNamed =
  /^(on|off|null|none|\d{1,4}|trust|reject|peer|ident|cert|md5|scram-sha-\d+|password|basic|bearer|digest|plain|login|cram-md5|ldap|saml|oidc|oauth2?|jwt|jwks|kerberos|gssapi|anonymous|default|enabled|disabled|required|optional|mysql_native_password|caching_sha2_password|[rhep]s\d{3}|eddsa)$/i
/** A file or folder: what it says is somewhere else. */
const path = new RegExp(
  [
    String.raw`^(\.{1,2}|~)[\\/]`,
    String.raw`^([a-z]:)?[\\/](etc|run|var|usr|opt|app|home|users|config|certs?|ssl|secrets?|data|tmp|keys?|mnt|srv|root)[\\/]`,
    String.raw`^([a-z]:)?[\\/].*\.(crt|cer|pem|key|pub|p12|pfx|jks|keystore|json|ya?ml|txt|conf|env|toml|ini|sock)$`,
  ].join('|'),
  'i',
)

/** Tokens that say by their form whose they are, and addresses with a password in them. */
const looks: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/,
  /^(sk|pk|rk)_(live|test)_\w{16,}$/,
  /^sk-[\w-]{20,}$/,
  /^whsec_[\w+/=]{16,}$/,
  /^(gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,})$/,
  /^(AKIA|ASIA)[0-9A-Z]{16}$/,
  /^(xox[abeprs]|xapp)-[\w-]{10,}$/,
  /^https:\/\/hooks\.slack\.com\/(services|workflows|triggers)\/\S+$/,
  /^https:\/\/(\w+\.)?discord(app)?\.com\/api\/webhooks\/\S+$/,
  /^SG\.[\w-]{16,}\.[\w-]{16,}$/,
  /^AIza[\w-]{30,}$/,
  /^ya29\.[\w-]{20,}$/,
  /^(npm_|dckr_pat_|hf_|shpat_)[\w-]{20,}$/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/,
  /^\d{8,10}:[\w-]{35}$/,
  /^[^:\s]+:\$(apr1|2[aby]|5|6)\$/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
]

/** `db.rootPassword` as `db_root_password`. */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^a-z\d]+/gi, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase()

function tells(name: string): 'strong' | 'weak' | 'not' {
  const words = wordsOf(name)
  if (halfOfOne.test(words)) return 'weak'
  if (openKey.test(words) || countOfWords.test(words) || aboutOne.test(words.split('_').at(-1) ?? ''))
    return 'not'
  if (strong.test(words)) return 'strong'
  return weak.test(words) || weakEnd.test(words) ? 'weak' : 'not'
}

const looksItself = (value: string): boolean => looks.some((look) => look.test(value))

export function looksSecret(name: string, value: string): boolean {
  if (value === '') return false
  if (looksItself(value)) return true
  const told = tells(name)
  if (told === 'not' || switchedTo.test(value) || path.test(value)) return false
  if (signersName.test(wordsOf(name)) && fingerprints.test(value)) return false
  return told === 'strong' || !wayNamed.test(value)
}

export const isSecret = ({ name, value }: EnvVariable): boolean => looksSecret(name, value)

/** Whether it is to be hidden while it is typed: what it will be is not known yet. */
export const willBeSecret = ({ name, value }: EnvVariable): boolean =>
  tells(name) !== 'not' || looksItself(value)
