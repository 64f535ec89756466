// Files that a person chooses: by the system's dialogs in the desktop app, by the browser's own in a browser.
import { inDesktopApp } from '../api'
import { contract } from './session'

/** Asks where to save and begins; resolves when it has begun. Nothing happens when the person gives up. */
export async function saveFile(name: string, begin: (target: string) => Promise<unknown>): Promise<void> {
  const { ticket } = await contract().files.chooseTarget({ name })
  if (!ticket) return
  await begin(ticket.id)
  if (ticket.url !== undefined) download(ticket.url, ticket.name)
}

/** Asks which file to read and begins; resolves when it has begun. Nothing happens when the person gives up. */
export async function readFile(begin: (source: string) => Promise<unknown>): Promise<void> {
  const file = inDesktopApp() ? undefined : await pickFile()
  if (file === null) return
  const { ticket } = await contract().files.chooseSource(file ? { name: file.name.slice(0, 256) } : {})
  if (!ticket) return
  await begin(ticket.id)
  // The work that reads the file tells how it went; here it would be told twice.
  if (ticket.url !== undefined && file) fetch(ticket.url, { method: 'PUT', body: file }).catch(() => {})
}

function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** Null when the person gave up. */
function pickFile(): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
}
