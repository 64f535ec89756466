// Opens an address of a container in a new tab, or in the computer's browser from the desktop app.

export function openInBrowser(address: string): void {
  window.open(address, '_blank', 'noopener,noreferrer')
}
