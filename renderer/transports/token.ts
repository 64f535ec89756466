// The token of this run of the app: taken from the address once, then out of sight.

const key = 'portside.token'

/** Moves `?token=` from the address bar into this tab's storage, and returns the token that is stored. */
export function takeToken(page: { location: Location; history: History; sessionStorage: Storage }): string {
  const url = new URL(page.location.href)
  const given = url.searchParams.get('token')
  if (given === null) return page.sessionStorage.getItem(key) ?? ''
  page.sessionStorage.setItem(key, given)
  url.searchParams.delete('token')
  page.history.replaceState(page.history.state, '', url.pathname + url.search + url.hash)
  return given
}
