// English texts of terminals in containers.

export const en = {
  'details.terminal': 'Terminal',
  'details.expand': 'Use the whole window',
  'details.shrink': 'Back beside the list',
  'containers.terminal': 'Open a terminal',
  'keys.terminal': 'Terminal',
  'terminal.label': 'Terminal in {name}',
  'terminal.tabs': 'Open terminals',
  'terminal.as': '{shell}, as {user}',
  'terminal.close': 'Close {name}',
  'terminal.new': 'New shell',
  'terminal.newOwn': 'As the user of the container',
  'terminal.newRoot': 'As root',
  'terminal.none': 'No terminal is open',
  'terminal.noneWhy': 'A terminal is a shell inside the container. Closing it does not stop the container.',
  'terminal.opening': 'Opening a shell…',
  'terminal.open': 'Inside the container',
  'terminal.leave': 'F6 leaves the terminal',
  'terminal.ended': 'The shell ended with exit code {code}.',
  'terminal.lost': 'The shell was cut off.',
  'terminal.containerStopped': 'The container stopped. A new shell opens when it runs again.',
} as const
