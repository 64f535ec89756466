// Frames between the app and its own window, over Electron's IPC; messages from any other frame are dropped.
import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { AppError, serialiseError } from '../../preload/errors'
import { isFrame, maxFrameBytes } from '../../preload/frame-codec'
import { fits } from '../../preload/frame-size'
import type { Frame, Transport } from '../../preload/rpc'

const frameChannel = 'portside:frame'
/** Sent by the preload script of each new page, before anything else. */
const helloChannel = 'portside:hello'

interface WindowTransport extends Transport {
  receive(frame: Frame): void
}

/** Calls `onPage` with a fresh transport for each load of our page; that of the page before is closed. */
export function acceptPages(window: BrowserWindow, pageUrl: string, onPage: (page: Transport) => void): void {
  const { webContents } = window
  let current: WindowTransport | undefined

  const isOurPage = (event: IpcMainEvent): boolean =>
    event.sender === webContents &&
    event.senderFrame === webContents.mainFrame &&
    event.senderFrame.url.split(/[?#]/)[0] === pageUrl
  const hello = (event: IpcMainEvent): void => {
    if (!isOurPage(event)) return
    current?.close()
    current = pageTransport(window)
    onPage(current)
  }
  const receive = (event: IpcMainEvent, frame: unknown): void => {
    if (!isOurPage(event) || !isFrame(frame)) return
    if (fits(frame, maxFrameBytes)) current?.receive(frame)
    // Whoever waits for the answer is told; nothing of the message is looked at.
    else if (frame.t === 'call') current?.send({ t: 'error', id: frame.id, error: refused() })
  }
  ipcMain.on(helloChannel, hello)
  ipcMain.on(frameChannel, receive)
  webContents.on('render-process-gone', () => current?.close())
  window.on('closed', () => {
    ipcMain.off(helloChannel, hello)
    ipcMain.off(frameChannel, receive)
    current?.close()
  })
}

const refused = (): ReturnType<typeof serialiseError> =>
  serialiseError(new AppError('internal.message-too-large', { params: { limit: maxFrameBytes / 1024 ** 2 } }))

function pageTransport(window: BrowserWindow): WindowTransport {
  const onMessage: ((frame: Frame) => void)[] = []
  const onClose: (() => void)[] = []
  let closed = false
  return {
    send: (frame) => {
      if (!closed && !window.isDestroyed()) window.webContents.send(frameChannel, frame)
    },
    receive: (frame) => {
      if (!closed) for (const listener of onMessage) listener(frame)
    },
    onMessage: (listener) => void onMessage.push(listener),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener)
      else onClose.push(listener)
    },
    close: () => {
      if (closed) return
      closed = true
      for (const listener of onClose.splice(0)) listener()
    },
  }
}
