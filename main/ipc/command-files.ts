// The files service for the `portside` command: who runs it has chosen the file by naming its path, so nobody is asked.
import { isAbsolute } from 'node:path'
import type { FilesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { FileSource, FileTarget, FileTickets } from '../base/file-tickets'
import { localSource, localTarget } from '../base/local-file'

/** Only for the socket of the command, which this user alone can open: with it a caller writes wherever the user may. */
export function createCommandFiles(tickets: FileTickets): FilesService {
  const hand = (path: string, open: (path: string) => FileTarget | FileSource) => {
    if (!isAbsolute(path)) throw new AppError('files.refused', { params: { file: path } })
    const file = open(path)
    return { ticket: { id: tickets.add(file), name: file.name } }
  }
  return {
    chooseTarget: async ({ name }) => hand(name, localTarget),
    chooseFolder: async () => ({}),
    chooseSource: async ({ name = '' }) => hand(name, localSource),
  }
}
