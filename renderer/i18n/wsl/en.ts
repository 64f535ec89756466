// The English texts about the Windows Subsystem for Linux.

export const en = {
  'wsl.askingTitle': 'Windows asks for your permission',
  'wsl.askingWhy': 'Choose Yes in its window. It may be behind this one.',
  'wsl.installing': 'Windows installs WSL',
  'wsl.updating': 'Windows updates WSL',
  'wsl.workingWhy': 'It takes a few minutes and goes on if you stop waiting.',
  'wsl.stopWaiting': 'Stop waiting',
} as const
