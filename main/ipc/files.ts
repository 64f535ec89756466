// The files service: asks the shell for a file and hands out its ticket.
import type { FilesService } from '../../preload/contract'
import type { FileTicket } from '../../preload/model'
import type { FilePicker, FileSource, FileTarget, FileTickets } from '../base/file-tickets'

export function createFilesService(picker: FilePicker, tickets: FileTickets): FilesService {
  const hand = (file: FileTarget | FileSource | undefined): { ticket?: FileTicket } => {
    if (!file) return {}
    const { name, url } = file
    return { ticket: { id: tickets.add(file), name, ...(url === undefined ? {} : { url }) } }
  }
  return {
    chooseTarget: async ({ name }) => hand(await picker.target(fileName(name))),
    chooseFolder: async () => {
      const path = await picker.folder?.()
      return path === undefined ? {} : { path }
    },
    chooseSource: async ({ name }) => hand(await picker.source(name)),
  }
}

/** No folders, and nothing that a file system refuses: `acme/api:1.2` becomes `acme-api-1.2`. */
const fileName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[. -]+|[. -]+$/g, '')
    .slice(0, 120) || 'file'
