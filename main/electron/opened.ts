// What the system hands over: links, files opened with Portside, and what a second start was called with.
import { app } from 'electron'

export interface OpenedOptions {
  /** Called with a link or an absolute path. */
  readonly open: (target: string) => void
  /** Called when the program was started once more, or its icon was clicked. */
  readonly activate: () => void
  readonly targetsIn: (argv: readonly string[], own: number, folder: string) => readonly string[]
}

/** Before `ready`: macOS tells of the file that started the app before that. */
export function receiveOpened({ open, activate, targetsIn }: OpenedOptions): void {
  // A checkout is started as `electron .`, an installed app by its own name.
  const own = app.isPackaged ? 1 : 2
  app.on('open-url', (event, url) => {
    event.preventDefault()
    open(url)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
  app.on('second-instance', (_event, argv, folder) => {
    const targets = targetsIn(argv, own, folder)
    for (const target of targets) open(target)
    if (targets.length === 0) activate()
  })
  app.on('activate', activate)
  for (const target of targetsIn(process.argv, own, process.cwd())) open(target)
}
