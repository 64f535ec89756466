// The English texts of new versions of Portside.

export const en = {
  'update.title': 'New versions',
  'update.note':
    'Portside asks nobody unless you say so here, and never installs by itself. Your data stays as it is.',
  'update.unsupported':
    'This Portside runs from source or was installed by a package manager: update it the same way.',
  'update.setting': 'Look for new versions',
  'update.off': 'Never',
  'update.check': 'Tell me',
  'update.download': 'Download, too',
  'update.notAsked': 'Not asked yet',
  'update.newest': 'You have the newest version.',
  'update.look': 'Look now',
  'update.found': 'Version {version} is there',
  'update.get': 'Download',
  'update.downloading': 'Downloading the new version',
  'update.install': 'Install and open again',
  'update.previous': 'Version {version} was kept',
  'update.previousWhy': 'If the new one gives you trouble. Your data stays as it is.',
  'update.goBack': 'Go back to it',
  'update.stopTitle': 'Stop what is running?',
  'update.stopText': {
    one: '{count} container runs and would stop. Its data stays.',
    other: '{count} containers run and would stop. Their data stays.',
  },
  'update.later': 'Not now',
} as const
