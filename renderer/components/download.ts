// Hands a file that the page made to whoever saves files: the browser, or the desktop app's save dialog.

export function downloadBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  // Outside of an open dialog everything is inert.
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(link)
  link.click()
  link.remove()
  // The browser has taken hold of the blob by the next turn; a minute is for slow save dialogs.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
