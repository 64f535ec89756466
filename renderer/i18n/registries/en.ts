// The English texts of registries.

export const en = {
  'registries.menu': 'Registries…',
  'registries.title': 'Registries',
  'registries.why':
    'A registry keeps images. Log in to pull private ones, to push, and to be allowed more pulls.',
  'registries.list': 'Logged in to',
  'registries.byHelper': 'Passwords are kept by {name}, a credential helper of Docker.',
  'registries.keychain': 'Passwords are kept encrypted, by the keychain of this computer.',
  'registries.none':
    'This system has no keychain that answers, so no login can be kept: passwords are never written to a plain file. Install a Docker credential helper first.',
  'registries.test': 'Test',
  'registries.works': '{name} accepts the login',
  'registries.logOut': 'Log out',
  'registries.loggedOut': 'Logged out of {name}',
  'registries.address': 'Registry',
  'registries.hubHint': 'empty for Docker Hub',
  'registries.username': 'User name',
  'registries.password': 'Password or access token',
  'registries.tokenHint': 'A token can be limited and withdrawn, a password cannot.',
  'registries.logIn': 'Log in',
  'registries.loggedIn': 'Logged in to {name}',
  'registries.notLimited': 'Docker Hub does not count the pulls of this account.',
  'registries.pullsLeft': 'Docker Hub allows {remaining} more of {limit} pulls in {time}.',
  'registries.moreByLogin': 'Log in, or use a mirror, to be allowed more.',
  'registries.moreByMirror': 'A mirror in the engine settings spares them.',
} as const
