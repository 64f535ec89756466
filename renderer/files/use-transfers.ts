// What is carried between this computer and a folder of a container while its pane is shown.
import { useState } from 'react'
import { isAppError } from '../../preload/errors'
import { say } from '../stores/toasts'
import { downloadFile, uploadFile } from './transfer'
import { useWork, type Work } from './use-work'

export interface Transfers {
  readonly busy: boolean
  /** File that is there already, while it is asked about. */
  readonly asking: File | undefined
  answer(replace: boolean): void
  download(path: string): void
  upload(files: readonly File[]): void
}

/** Ends what is under way when the pane is left. */
export function useTransfers(containerId: string, folder: string, refresh: () => void): Transfers {
  const [running, setRunning] = useState(0)
  const [question, setQuestion] = useState<{ readonly file: File; readonly answer: (yes: boolean) => void }>()
  const start = useWork()
  const track: Work = async (work) => {
    setRunning((count) => count + 1)
    await start(work)
    setRunning((count) => count - 1)
  }
  const put = async (file: File, signal: AbortSignal): Promise<boolean> => {
    const options = { containerId, folder, file, signal }
    try {
      await uploadFile({ ...options, replace: false })
      return true
    } catch (error) {
      if (!isAppError(error, 'file.exists')) throw error
    }
    const replace = await new Promise<boolean>((answer) => setQuestion({ file, answer }))
    setQuestion(undefined)
    if (replace) await uploadFile({ ...options, replace })
    return replace
  }
  return {
    busy: running > 0,
    asking: question?.file,
    answer: (replace) => question?.answer(replace),
    download: (path) => void track((signal) => downloadFile(containerId, path, signal)),
    upload: (files) =>
      void track(async (signal) => {
        let count = 0
        for (const file of files) if (await put(file, signal)) count += 1
        refresh()
        if (count > 0) say('files.uploaded', { count })
      }),
  }
}
