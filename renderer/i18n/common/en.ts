// The English texts of what several screens share.

export const en = {
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.copied': 'Copied',
  'common.dismiss': 'Dismiss',
  'common.more': 'More actions for {name}',
  'common.why': 'Why?',
  'common.showDetails': 'Show details',
  'common.hideDetails': 'Hide details',
  'common.select': 'Select {name}',
  'common.selectAll': 'Select all',

  'error.why': 'Why',
  'error.remedy': 'What you can do',
  'error.copyDetails': 'Copy details',

  'list.name': 'Name',
  'list.ports': 'Ports',
  'list.started': 'Started',
  'list.actions': 'Actions',
  'list.size': 'Size',
  'list.usedBy': 'Used by',
  'list.created': 'Created',
  'list.filter': 'Filter',
  'list.all': 'All',

  'time.now': 'just now',
  'time.minutes': '{count} min ago',
  'time.hours': '{count} h ago',
  'time.yesterday': 'yesterday',
  'time.days': { one: '{count} day ago', other: '{count} days ago' },
  'time.weeks': { one: '{count} week ago', other: '{count} weeks ago' },
  'time.months': { one: '{count} month ago', other: '{count} months ago' },
  'time.years': { one: '{count} year ago', other: '{count} years ago' },

  'duration.seconds': '{count} s',
  'duration.minutes': '{count} min',
  'duration.minutesSeconds': '{minutes} min {seconds} s',
  'duration.hours': '{count} h',
  'duration.hoursMinutes': '{hours} h {minutes} min',
  'duration.days': { one: '{count} day', other: '{count} days' },
} as const
