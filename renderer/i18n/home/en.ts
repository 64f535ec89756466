// The English texts of the first screen and of warnings.

export const en = {
  'nav.home': 'Home',
  'home.title': 'Home',
  'home.runs': { one: '{count} container runs.', other: '{count} containers run.' },
  'home.needs': { one: '{count} thing needs you.', other: '{count} things need you.' },
  'home.needsNothing': 'Nothing needs you.',
  'home.needsYou': 'Needs you',
  'home.projects': 'Projects',
  'home.noProjects': 'What you run appears here, with its addresses.',
  'home.review': 'Review',
  'home.reviewOf': 'Review {name}',
  'home.services': { one: '{count} service.', other: '{count} services.' },
  'home.servicesWithData': {
    one: '{count} service with sample data.',
    other: '{count} services with sample data.',
  },
  'home.portsMove': {
    one: '{count} port moves so that nothing clashes.',
    other: '{count} ports move so that nothing clashes.',
  },
  'home.tookLast': 'Started in {time} last time',
  'home.wouldClash': 'would clash with {holder}',
  'home.takenBy': 'taken by {holder}',
  'home.cpu': 'CPU of this computer',
  'home.memory': 'memory of the VM',
  'home.memoryComputer': 'memory of this computer',
  'home.recently': 'Recently',
  'home.runNew': 'Run something new',
  'home.together': 'Servers that go together',
  'home.anyImage': 'Any image…',
  'home.undo': 'Undo',
  'home.undone': '{name} is back',
  'activity.container-run': 'Ran {name}',
  'activity.container-discarded': 'Removed container {name}',
  'activity.container-removed': 'Removed container {name}',
  'activity.image-built': 'Built {name}',
  'activity.port-fixed': 'Fixed a port of {name}',
  'activity.memory-returned': 'Gave {size} of memory back',
  'activity.disk-returned': 'Gave {size} of disk back',
  'warning.raisedMachine': 'The VM gets {size} at its next start',
  'warning.later': 'Remind me in an hour',
  'warning.tomorrow': 'Remind me tomorrow',
  'warning.dismiss': 'Put away until it comes back',
  'warning.whyOf': 'Why? {title}',
  'whyWarning.memory-pressure':
    'All containers share the memory of the VM. When it runs short, Linux first drops its file cache, then programs wait, and at last it ends one of them.',
  'whyWarning.out-of-memory':
    'Exit code 137 means that Linux ended the program from outside, because it wanted more memory than it may have. Volumes are as they were; what it had not saved is gone.',
  'whyWarning.host-disk':
    'The disk of the VM is a file on this computer that grows as it fills. When this computer has no room left, databases in containers cannot write any more.',
  'whyWarning.machine-disk':
    'Images, volumes, build cache and logs share this disk. When it is full, nothing can be downloaded and databases stop.',
  'whyWarning.runaway-cpu':
    'A program that runs in circles keeps its cores busy for nothing. Its log often says what it does. A limit in the menu of the container keeps the rest of this computer quick.',
  'whyWarning.log-growth':
    'Everything that a container prints is kept in a file until the container goes. Emptying it loses only the old lines.',
  'whyWarning.large-log':
    'Everything that a container prints is kept in a file until the container goes. Emptying it loses only the old lines.',
  'limitsCard.title': 'Limits for the VM',
  'limitsCard.peakCpu': 'Peak this week: {count} cores',
  'limitsCard.peakMemory': 'Peak this week: {size}',
  'limitsCard.belowPeak': 'Less than the peak of this week ({size}): something may run short.',

  'home.learn': 'Learn by doing',
  'home.learnWelcome': 'The first five minutes',
  'home.learnContainer': 'What a container is',
  'home.learnPort': 'Why two programs fight over a port',
  'home.learnData': 'Where your data lives',
} as const
