// The English texts about the Windows Subsystem for Linux.

export const en = {
  'wsl.askingTitle': 'Windows asks for your permission',
  'wsl.askingWhy': 'Choose Yes in its window. It may be behind this one.',
  'wsl.installing': 'Windows installs WSL',
  'wsl.updating': 'Windows updates WSL',
  'wsl.workingWhy': 'It takes a few minutes and goes on if you stop waiting.',
  'wsl.stopWaiting': 'Stop waiting',
  'wsl.section': 'WSL',
  'wsl.limits': 'Limits of WSL',
  'wsl.limitsWhy':
    'All Linux distributions of yours share one virtual machine, so these limits are for all of them together.',
  'wsl.usual': 'Windows decides',
  'wsl.processors': 'Processors',
  'wsl.processorsOf': '{count} of {total}',
  'wsl.memory': 'Memory',
  'wsl.useUsual': 'Let Windows decide',
  'wsl.preview': 'Show the change',
  'wsl.previewOf': 'The change in {file}',
  'wsl.lowers': 'This is less than before, for every distribution.',
  'wsl.write': 'Write the file',
  'wsl.discard': 'Discard',
  'wsl.inEffect': 'Now: {processors} processors and {memory} of memory.',
  'wsl.appliesLater':
    'A change applies once every distribution has stopped, also those that are not Portside’s. None is stopped for it.',
  'wsl.othersRunning': { one: '{names} runs now.', other: '{names} run now.' },
  'wsl.networking': 'Networking: {mode}.',
  'wsl.networkingMirrored':
    'Networking is mirrored: the machine has this computer’s addresses, so a port that one uses is taken for the other, and published ports are reached directly.',
  'wsl.networkingNone':
    'Networking is switched off in the file, so nothing can be downloaded and no port is reached.',
  'wsl.disk': 'Disk',
  'wsl.compactWhat': 'Make the disk’s file smaller',
  'wsl.compactWhy':
    'Windows keeps room for what was deleted in Docker. It asks for your permission once. Containers end and start again.',
  'wsl.compact': 'Compact',
  'wsl.compacting': 'Compacting…',
  'wsl.compacted': '{bytes} given back to Windows',
  'wsl.distributions': 'Your distributions',
  'wsl.distributionsWhy':
    'Docker commands in a distribution that is switched on use this engine. Switching it off restores what was there.',
  'wsl.noDistributions': 'There is no distribution besides Portside’s.',
  'wsl.useEngine': 'Use this engine in {name}',
  'wsl.versionOne': 'WSL 1 cannot reach the engine.',
  'wsl.dockerMissing': 'There is no docker command in it. Install one, for example the package docker-cli.',
  'wsl.restart': 'Restart the engine to let distributions in.',
} as const
