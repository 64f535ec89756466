// Lets a person choose files through the system's own dialogs.
import { dialog, type BrowserWindow } from 'electron'
import type { FilePicker } from '../base/file-tickets'
import { localSource, localTarget } from '../base/local-file'

export const fileDialogs = (window: () => BrowserWindow | undefined): FilePicker => ({
  target: async (name) => {
    const parent = window()
    const options = { defaultPath: name }
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options))
    return canceled || filePath === '' ? undefined : localTarget(filePath)
  },
  source: async () => {
    const path = await choosePath(window())
    return path === undefined ? undefined : localSource(path)
  },
  folder: () => choosePath(window(), 'openDirectory'),
  path: () => choosePath(window()),
})

async function choosePath(
  parent: BrowserWindow | undefined,
  what: 'openFile' | 'openDirectory' = 'openFile',
): Promise<string | undefined> {
  const options = { properties: [what] }
  const { canceled, filePaths } = await (parent
    ? dialog.showOpenDialog(parent, options)
    : dialog.showOpenDialog(options))
  return canceled ? undefined : filePaths[0]
}
