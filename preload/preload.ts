// The sandboxed bridge: gives the page one transport to the app, and the path of a file that was dropped on it.
import { contextBridge, ipcRenderer, webUtils } from 'electron'

const frameChannel = 'portside:frame'
const helloChannel = 'portside:hello'

// The app answers a new page with a new transport, so what an earlier load had open is given up.
ipcRenderer.send(helloChannel)

contextBridge.exposeInMainWorld('portside', {
  send: (frame: unknown): void => ipcRenderer.send(frameChannel, frame),
  onMessage: (listener: (frame: unknown) => void): void => {
    ipcRenderer.on(frameChannel, (_event, frame: unknown) => listener(frame))
  },
  /** Only of files that a person gave to this page; empty for one that the page made itself. */
  pathOf: (file: File): string => webUtils.getPathForFile(file),
})
