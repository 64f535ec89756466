// The English texts of the frame of the window.

export const en = {
  'app.name': 'Portside',
  'app.thisComputer': 'This computer',
  'app.connecting': 'Connecting to Portside',
  'app.lost': 'The window lost its connection to Portside. It connects again by itself.',
  'app.lostNever': 'The window cannot reach Portside. Open it again from the address that Portside printed.',

  'nav.label': 'Sections',
  'nav.containers': 'Containers',
  'nav.images': 'Images',
  'nav.volumes': 'Volumes',
  'nav.networks': 'Networks',
  'nav.settings': 'Settings',

  'keys.title': 'Keys',
  'keys.move': 'Move in the list',
  'keys.select': 'Select',
  'keys.extend': 'Extend the selection',
  'keys.startStop': 'Start or stop',
  'keys.restart': 'Restart',
  'keys.pause': 'Pause or resume',
  'keys.rename': 'Rename',
  'keys.fold': 'Open or close a project',
  'keys.details': 'Details',
  'keys.logs': 'Logs',
  'keys.browser': 'Open in browser',
  'keys.remove': 'Remove',
  'keys.filter': 'Go to the filter',
  'keys.confirm': 'Confirm a dialog',
  'keys.close': 'Close, then clear',

  'requests.unknown': 'Portside has no page “{name}”.',
  'requests.noContainer': 'There is no container “{name}”.',
  'requests.noPath': 'A browser does not tell where dropped files are. Use the desktop app for this.',
} as const
