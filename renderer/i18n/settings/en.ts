// The English texts of the settings.

export const en = {
  'settings.language': 'Language',
  'settings.theme': 'Appearance',
  'settings.system': 'As on this computer',
  'settings.light': 'Light',
  'settings.dark': 'Dark',
} as const
