// The English texts of the panel at the icon beside the clock.

export const en = {
  'tray.open': 'Open Portside',
  'tray.run': 'Run…',
  'tray.settings': 'Settings',
  'tray.quit': 'Quit Portside',
  'tray.conflictOf': '{number} of {count}',
  'tray.nextConflict': 'Next conflict',
  'tray.other': 'Other',
  'tray.someRunning': '{running} of {count}',
  'tray.noneRunning': 'stopped',
  'tray.morePorts': { one: '{count} more port', other: '{count} more ports' },
  'tray.empty': 'There are no containers yet.',
} as const
