// Versions of Docker Engine's API as requests name them, and what an engine says to those that it does not speak.

export interface Spoken {
  readonly newest: string
  /** Told as the oldest to whoever asks. Docker 29 tells 1.44; a newer one makes programs that can speak that. */
  readonly oldest: string
}

/** What Docker 29 refuses everything below. Programs other than the app are held to this one, whatever is told. */
export const oldestTaken = '1.44'

export function isOlder(version: string, than: string): boolean {
  const [majorA = 0, minorA = 0] = version.split('.').map(Number)
  const [majorB = 0, minorB = 0] = than.split('.').map(Number)
  return majorA < majorB || (majorA === majorB && minorA < minorB)
}

export interface Asked {
  /** Of a request without one: the newest. */
  readonly version: string
  /** Without the version. */
  readonly path: string
  readonly query: URLSearchParams
}

export function readAsked(url: string, newest: string): Asked {
  const [, version = newest, rest = url] = /^\/v(\d+\.\d+)(\/.*)$/s.exec(url) ?? []
  const at = rest.indexOf('?')
  return {
    version,
    path: at < 0 ? rest : rest.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : rest.slice(at + 1)),
  }
}

/** The engine's refusal, undefined for a version that it speaks. */
export function refusalOf(version: string, newest: string): string | undefined {
  if (isOlder(version, oldestTaken))
    return `client version ${version} is too old. Minimum supported API version is ${oldestTaken}, please upgrade your client to a newer version`
  if (isOlder(newest, version))
    return `client version ${version} is too new. Maximum supported API version is ${newest}`
  return undefined
}
